import { fail, ok, type Result } from '../../kernel/result'

/**
 * Reads at most `limit` bytes of a request's body; route handlers themselves read any amount. Refuses with
 * `body_too_large`, or with `client_gone` where the client hung up before the end: nobody's fault but its own.
 */
export async function readBody(
  request: Request,
  limit: number,
): Promise<Result<Buffer, 'body_too_large' | 'client_gone'>> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return fail('body_too_large')
  if (!request.body) return ok(Buffer.alloc(0))
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength
      if (size > limit) return fail('body_too_large')
      chunks.push(part.value)
    }
    return ok(Buffer.concat(chunks))
  } catch {
    return fail('client_gone')
  } finally {
    reader.releaseLock()
  }
}
