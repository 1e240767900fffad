/** An answer as data: what is said does not depend on who sends it, our own server or Next.js. */
export type Answer = {
  status: number
  /** By name; a list becomes one header a member. */
  headers: Record<string, string | string[]>
  body: string | null
}

/** A JSON answer. */
export const json = (status: number, body: unknown, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

/** An answer without a body. */
export const empty = (status: number, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers,
  body: null,
})

/** The same as a web-standard response. */
export function toResponse({ status, headers, body }: Answer): Response {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((single): [string, string] => [name, single]),
  )
  return new Response(body, { status, headers: pairs })
}
