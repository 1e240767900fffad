import { type Answer, jsonAnswer } from './answer'

const texts = new WeakMap<Response, string>()

/** An answer as a web `Response`. */
export function toResponse({ status, headers, text }: Answer): Response {
  const response = new Response(text, { status, headers })
  texts.set(response, text)
  return response
}

/** A JSON answer. */
export const json = (status: number, body: unknown, headers?: Record<string, string>): Response =>
  toResponse(jsonAnswer(status, body, headers))

/** The text of an answer made by `toResponse`, so that our own server can write it without draining a stream. */
export const textOf = (response: Response): string | undefined => texts.get(response)
