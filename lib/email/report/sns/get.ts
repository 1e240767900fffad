import { SECOND } from '../../../kernel/clock'
import { readBounded } from '../../../kernel/network/read-bounded'

type GetLimits = {
  /** Milliseconds from the request's start until the body's last byte. */
  timeout?: number
  /** Bytes of the body, after decompression. */
  limit?: number
}

/** Fetches a document and resolves to its bytes. */
export type Get = (url: URL) => Promise<Buffer>

/** An answer that was no use; `code` says why and holds nothing of the address or the answer. */
export class GetError extends Error {
  override readonly name = 'GetError'

  constructor(readonly code: string) {
    super(code)
  }
}

/**
 * A GET that cannot be led elsewhere, kept waiting or drowned: no redirects, a time limit over all of it, a size limit
 * counted while reading (OWASP ASVS 5.0, 1.3.6 and 15.3.2). It goes wherever it is told: callers pin the address.
 * @throws GetError for an answer other than 200 or one too large; else the errors of `fetch`
 */
export async function boundedGet(
  url: URL,
  { timeout = 3 * SECOND, limit = 20 * 1024 }: GetLimits = {},
): Promise<Buffer> {
  const response = await fetch(url, {
    redirect: 'error',
    cache: 'no-store',
    credentials: 'omit',
    signal: AbortSignal.timeout(timeout),
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new GetError(`HTTP_${response.status}`)
  }
  const body = await readBounded(response, limit)
  if (!body) throw new GetError('TOO_LARGE')
  return body
}
