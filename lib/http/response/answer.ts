/**
 * An answer with its whole text, before it becomes a web `Response` or is written by our own server. Names of `headers` as
 * they are documented; each occurs once.
 */
export type Answer = { status: number; headers: Record<string, string>; text: string }

/** An answer in JSON. */
export const jsonAnswer = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  text: JSON.stringify(body),
})
