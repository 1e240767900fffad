/**
 * The bytes of a text in base64, padded or not; undefined where another text would mean the same bytes, so that a damaged one is
 * noticed.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const bare = text.replace(/={1,2}$/, '')
  const bytes = Buffer.from(bare, 'base64')
  return bytes.toString('base64').replace(/={1,2}$/, '') === bare ? bytes : undefined
}
