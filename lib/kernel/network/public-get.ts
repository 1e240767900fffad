import type { Resolver } from 'node:dns/promises'
import { type RequestOptions, request } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { isOuterName } from './inner-name'
import { isPublicAddress } from './public-address'
import { readBounded } from './read-bounded'

/** A request that was not made, or an answer that was no use. `code` holds nothing of the address or the answer. */
export class RefusedGet extends Error {
  override readonly name = 'RefusedGet'

  constructor(readonly code: string) {
    super(code)
  }
}

export type AddressResolver = Pick<Resolver, 'resolve4' | 'resolve6'>

/**
 * A look-up for connections that knows public hosts alone: a name with one private address among others is refused. The connection goes to
 * the address that was looked at, so a name cannot point elsewhere a moment later (DNS rebinding). It asks name servers itself, so it holds
 * no thread of libuv's pool.
 */
export const publicLookup =
  (resolver: AddressResolver): LookupFunction =>
  (host, options, callback) => {
    const asked = [resolver.resolve4(host), resolver.resolve6(host)]
    Promise.allSettled(asked).then((answers) => {
      const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
      const [first] = found
      if (first === undefined) return callback(new RefusedGet('NO_ADDRESS'), '')
      if (!found.every(isPublicAddress)) return callback(new RefusedGet('PRIVATE_ADDRESS'), '')
      if (!options.all) return callback(null, first, isIP(first))
      callback(
        null,
        found.map((address) => ({ address, family: isIP(address) })),
      )
    })
  }

type GetSettings = {
  lookup: LookupFunction
  /** Bytes of the body. */
  limit: number
  /** Ends it, whatever it waits for. */
  signal: AbortSignal
  /** Certificates and port of another authority: for tests. */
  more?: Pick<RequestOptions, 'ca' | 'port'>
}

const answerOf = (
  url: URL,
  { lookup, signal, more }: GetSettings,
): Promise<Readable & { statusCode?: number }> =>
  new Promise((resolve, reject) => {
    const options = {
      ...more,
      lookup,
      signal,
      headers: { accept: 'application/json' },
      agent: false,
    } as const
    request(url, options, resolve).on('error', reject).end()
  })

/**
 * A GET of a public host over https that cannot be led elsewhere, kept waiting or drowned: no redirect, no private address, a limit of time and
 * of size (OWASP ASVS 1.3.6, 15.3.2).
 * @throws RefusedGet for an address it does not ask, an answer other than 200 or one too large; else the errors of `node:https`
 */
export async function publicGet(url: URL, settings: GetSettings): Promise<Buffer> {
  const { protocol, hostname, port } = url
  // An address in place of a name would pass by the look-up.
  if (protocol !== 'https:' || port !== '' || !isOuterName(hostname)) throw new RefusedGet('NOT_PUBLIC')
  const answer = await answerOf(url, settings)
  if (answer.statusCode !== 200) {
    answer.destroy()
    throw new RefusedGet(`HTTP_${answer.statusCode}`)
  }
  const body = await readBounded(
    new Response(Readable.toWeb(answer) as ReadableStream as BodyInit),
    settings.limit,
  )
  if (!body) throw new RefusedGet('TOO_LARGE')
  return body
}
