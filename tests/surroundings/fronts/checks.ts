import { setTimeout as sleep } from 'node:timers/promises'
import { rawConnection } from '../../support/raw-connection'
import { ask } from '../../support/walk'

/** Failed sign-ins to one account from one network, before the next is turned away. */
const FAILURES = 10
const TIMEOUT = 10_000
const BODY_LIMIT = 16 * 1024

/** Where the checks ask, and the bearer secret of the figures. */
export type Site = { url: string; metricsToken: string }

const isNot = (what: string, status: number | string, expected: number | string) =>
  new Error(`${what}: ${status} instead of ${expected}`)

/** An address that visitors wrote themselves must not count: the guide's check of the proxies. */
export async function visitorsCannotChooseTheirNetwork({ url }: Site): Promise<string> {
  const email = `${Math.random().toString(36).slice(2)}@example.com`
  let status = 0
  for (let index = 0; index <= FAILURES; index += 1) {
    const headers = { 'x-forwarded-for': `198.51.100.${index}` }
    status = (await ask(url, 'POST', '/api/auth/login', { json: { email, password: 'x' }, headers })).status
  }
  if (status !== 429) throw isNot(`sign-in ${FAILURES + 1} with an invented address`, status, 429)
  return 'an invented X-Forwarded-For is not believed'
}

/** All that one answer says, up to `until`, to a client that says nothing but `lines`. */
async function answerOf(url: string, until: RegExp, ...lines: string[]): Promise<string> {
  const connection = await rawConnection(url)
  connection.write(`${lines.join('\r\n')}\r\n\r\n`)
  try {
    await connection.until(until, TIMEOUT)
    return connection.answer
  } finally {
    connection.reset()
  }
}

const statusIn = (answer: string): number => Number(answer.split(' ')[1])

const host = (url: string) => `Host: ${new URL(url).host}`

/** HEAD of the API's verification address: 200 where it arrives, 400 where the cache makes a GET of it. */
export async function headStays({ url }: Site): Promise<string> {
  const request = ['HEAD /api/auth/verify-email HTTP/1.1', host(url)]
  const status = statusIn(await answerOf(url, /\r\n\r\n/, ...request))
  if (status !== 200) throw isNot('HEAD of the verification address', status, 200)
  return 'HEAD arrives as HEAD'
}

/** An offer of HTTP/2, as curl --http2 and Java's HttpClient make it. */
export async function offerOfHttp2IsAnswered({ url }: Site): Promise<string> {
  const offer = [
    'Connection: Upgrade, HTTP2-Settings',
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA',
  ]
  const answer = await answerOf(url, /"ok"|^HTTP\S+ [45]/, 'GET /api/health HTTP/1.1', host(url), ...offer)
  const status = statusIn(answer)
  if (status === 101) return 'taken up by the program itself, and answered in HTTP/2'
  if (status !== 200) throw isNot('GET with Upgrade: h2c', status, 200)
  return 'answered in HTTP/1.1'
}

export async function authorizationArrives({ url, metricsToken }: Site): Promise<string> {
  const response = await fetch(`${url}/api/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })
  await response.body?.cancel()
  if (response.status !== 200) throw isNot('GET /api/metrics with its token', response.status, 200)
  return 'Authorization arrives'
}

/** A body that is too large is refused early: the answer must reach the client. */
export async function refusalArrives({ url }: Site): Promise<string> {
  const json = { email: 'a@example.com', password: 'x'.repeat(8 * BODY_LIMIT) }
  const { status } = await ask(url, 'POST', '/api/auth/login', { json })
  if (status !== 413) throw isNot('a body of 128 KiB', status, 413)
  return 'an early 413 arrives'
}

/** Asks with GET until the front has noticed that the app is back. @returns the first answer's status */
export async function afterRestart(site: Site, restart: () => Promise<void>): Promise<string> {
  const health = async () => {
    const response = await fetch(`${site.url}/api/health`)
    await response.body?.cancel()
    return response.status
  }
  await health()
  await restart()
  const first = await health()
  let status = first
  for (let waited = 0; status !== 200 && waited < TIMEOUT; waited += 250) {
    await sleep(250)
    status = await health()
  }
  if (status !== 200) throw isNot('GET after a restart of the app', status, 200)
  return `the first GET after a restart of the app: ${first}`
}
