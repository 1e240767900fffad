const KEY = 'forgot-email'

/** Keeps an address that was typed on the sign-in page for this one. In no URL: those end up in logs and histories. */
export function carryEmail(email: string): void {
  try {
    sessionStorage.setItem(KEY, email)
  } catch {
    // A browser that stores nothing: the person types the address again.
  }
}

/** The address that was kept, once. */
export function takeCarriedEmail(): string {
  try {
    const email = sessionStorage.getItem(KEY) ?? ''
    sessionStorage.removeItem(KEY)
    return email
  } catch {
    return ''
  }
}
