const texts = new WeakMap<Response, string>()

/** A JSON answer. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const text = JSON.stringify(body)
  const response = new Response(text, { status, headers: { 'Content-Type': 'application/json', ...headers } })
  texts.set(response, text)
  return response
}

/** The text of an answer made by `json`, so that our own server can write it without draining a stream. */
export const textOf = (response: Response): string | undefined => texts.get(response)
