/**
 * `jean.dupont@example.com` becomes `j•••@e•••.com`: enough for its owner, too little for anybody else. Masked even
 * for the person who has just verified the address: links are passed on, and scanners click.
 */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  const dot = email.lastIndexOf('.')
  return `${email.slice(0, 1)}•••@${email.slice(at + 1, at + 2)}•••${email.slice(dot)}`
}
