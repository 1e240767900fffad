import { Resolver } from 'node:dns/promises'
import { Agent as HttpAgent, type IncomingMessage, request as requestByHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestByHttps } from 'node:https'
import { SECOND } from '../../kernel/clock'
import type { Env } from '../../kernel/env/env'
import { type AddressResolver, publicLookup } from '../../kernel/network/public-get'
import { readAddress } from '../address'
import type { Message } from './message'

/** Longest call, from the look-up of the name to the answer's last byte that we read. */
const TIME_LIMIT = 10 * SECOND

/** Bytes of an answer that are thrown away so that the connection can serve again; of a longer one it is closed. */
const DRAINED = 16 * 1024

/** A connection that nobody uses is closed after this: before most servers close it themselves. */
const IDLE = 4 * SECOND

/** Time of one question to a name server (ms). */
const DNS_TIMEOUT = 2 * SECOND

/** How a receiver took a message: its status, or why there is none. */
export type Answer = { status: number } | { code: string }

export type Post = (url: string, message: Message) => Promise<Answer>

const nameServers = (): AddressResolver => new Resolver({ timeout: DNS_TIMEOUT, tries: 2 })

const SAFE_CODE = /^[A-Z][\w]{0,63}$/i

/** The name of a failure; its text can quote the address. */
function codeOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'TIMEOUT'
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' && SAFE_CODE.test(code) ? code : 'NO_ANSWER'
}

/** Reads the answer so far that the connection can be used again. */
function drain(answer: IncomingMessage): void {
  let size = 0
  answer.on('error', () => undefined)
  answer.on('data', (chunk: Buffer) => {
    size += chunk.byteLength
    if (size > DRAINED) answer.destroy()
  })
}

/** `resolver`: asks name servers where private addresses are refused: the address is looked at that the connection goes to. */
type PostSettings = { maxSockets: number; timeLimit?: number; resolver?: AddressResolver }

/**
 * Makes what posts messages: it keeps connections for a moment, follows no redirect, keeps nobody waiting for more than ten seconds, and
 * in production asks no private address (OWASP ASVS 1.3.6, 15.3.2). Each address is judged again at every call.
 */
export function createPost(
  env: Pick<Env, 'webhooks'>,
  { maxSockets, timeLimit = TIME_LIMIT, resolver = nameServers() }: PostSettings,
): Post {
  const settings = { keepAlive: true, maxSockets, maxFreeSockets: 1, timeout: IDLE }
  const https = { request: requestByHttps, agent: new HttpsAgent(settings) }
  const http = { request: requestByHttp, agent: new HttpAgent(settings) }
  const lookup = env.webhooks.allowPrivate ? undefined : publicLookup(resolver)

  const once = (url: URL, { headers, body }: Message, signal: AbortSignal) =>
    new Promise<Answer | 'stale'>((resolve) => {
      const { request, agent } = url.protocol === 'https:' ? https : http
      const sent = request(url, { method: 'POST', agent, headers, signal, lookup }, (answer) => {
        drain(answer)
        resolve({ status: answer.statusCode ?? 0 })
      })
      // The receiver closed a kept connection as we took it up: most likely it read nothing, and twice is no harm.
      sent.on('error', (error) =>
        resolve(sent.reusedSocket && !signal.aborted ? 'stale' : { code: codeOf(error, signal) }),
      )
      sent.end(body)
    })

  return async (address, message) => {
    const read = readAddress(env, address)
    if ('fault' in read) return { code: 'REFUSED_ADDRESS' }
    const signal = AbortSignal.timeout(timeLimit)
    const answer = await once(read.url, message, signal)
    if (answer !== 'stale') return answer
    const again = await once(read.url, message, signal)
    return again === 'stale' ? { code: 'ECONNRESET' } : again
  }
}
