import diagnostics from 'node:diagnostics_channel'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createListener } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFetchCertificate, fetchCertificate } from '../../lib/email/report/sns/certificate'
import { boundedGet, type Get } from '../../lib/email/report/sns/get'
import { parseSnsMessage, type SnsConfirmation, type SnsMessage } from '../../lib/email/report/sns/message'
import { confirmSubscription } from '../../lib/email/report/sns/subscription'
import { verifySnsMessage } from '../../lib/email/report/sns/verify'
import { systemClock } from '../../lib/kernel/clock'
import { createSnsSigner, type SnsFields } from '../support/sns'
import { URL_TRICKS } from '../support/sns-tricks'

const signer = createSnsSigner()
const CERTIFICATE_PATH = new URL(signer.certificateUrl).pathname

const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise<void>((done) => server.close(() => done()))
  }
})

/** An HTTP server on the loopback interface, and the paths it was asked for. */
async function serve(answer: RequestListener): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

/** The real GET, led to a server of the test's own instead of the pinned host. */
const through =
  (url: string, limits?: Parameters<typeof boundedGet>[1]): Get =>
  ({ pathname, search }) =>
    boundedGet(new URL(pathname + search, url), limits)

const read = (body: string) => parseSnsMessage(body) as SnsMessage
const subscription = (more?: SnsFields) => read(signer.subscription(more)) as SnsConfirmation

const verifyThrough = (get: Get, body = signer.notification('x')) =>
  verifySnsMessage(read(body), {
    fetchCertificate: createFetchCertificate(get),
    topicArns: [signer.topicArn],
    now: systemClock,
  })

describe('a message whose certificate is fetched', () => {
  test('is believed, and the certificate is fetched once for many', async () => {
    const { url, asked } = await serve((_request, response) => response.end(signer.pem))
    const trust = {
      fetchCertificate: createFetchCertificate(through(url)),
      topicArns: [signer.topicArn],
      now: systemClock,
    }
    const bodies = [signer.notification('1'), signer.subscription(), signer.unsubscription()]
    const verdicts = await Promise.all(bodies.map((body) => verifySnsMessage(read(body), trust)))
    expect(verdicts).toEqual([{ ok: true }, { ok: true }, { ok: true }])
    expect(asked).toEqual([CERTIFICATE_PATH])
  })

  const anything = 'A'.repeat(21 * 1024)
  test.each<[string, string, RequestListener]>([
    ['redirects', 'TypeError', (_, to) => to.writeHead(302, { location: '/elsewhere' }).end()],
    ['is missing', 'GetError', (_, to) => to.writeHead(404).end(signer.pem)],
    ['fails', 'GetError', (_, to) => to.writeHead(500).end()],
    ['holds another status', 'GetError', (_, to) => to.writeHead(206).end(signer.pem)],
    ['is too large', 'GetError', (_, to) => to.end(anything)],
    [
      'is too large once unpacked',
      'GetError',
      (_, to) => to.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(anything)),
    ],
    [
      'is cut off',
      'TypeError',
      (_, to) => to.writeHead(200, { 'content-length': 9999 }).write('x', () => to.destroy()),
    ],
    ['resets', 'TypeError', (_, to) => to.socket?.resetAndDestroy()],
    ['is none', 'Error', (_, to) => to.end('<html>Service Unavailable</html>')],
    ['is empty', 'Error', (_, to) => to.end()],
  ])('is left open when the answer %s', async (_how, name, answer) => {
    const { url, asked } = await serve(answer)
    expect(await verifyThrough(through(url))).toMatchObject({
      ok: false,
      reason: 'certificate_unavailable',
      cause: { name },
    })
    expect(asked).toEqual([CERTIFICATE_PATH])
  })

  test.each<[string, RequestListener]>([
    ['never comes', () => {}],
    ['never ends', (_, to) => to.writeHead(200).write('-----BEGIN')],
  ])('is left open when the answer %s', async (_how, answer) => {
    const { url } = await serve(answer)
    const verified = verifyThrough(through(url, { timeout: 200 }))
    expect(await Promise.race([verified, sleep(2000)])).toMatchObject({
      reason: 'certificate_unavailable',
      cause: { name: 'TimeoutError' },
    })
  })

  test('is left open after three seconds, unless told otherwise', async () => {
    const { url } = await serve(() => {})
    const started = performance.now()
    const verified = verifyThrough(through(url))
    expect(await Promise.race([verified, sleep(5000)])).toMatchObject({ reason: 'certificate_unavailable' })
    expect(performance.now() - started).toBeGreaterThan(2900)
  })

  test('endless answers are cut at the limit, not read to their end', async () => {
    let sent = 0
    const { url } = await serve(async (_, to) => {
      while (!to.destroyed && sent < 1e9) {
        sent += 65_536
        if (!to.write(Buffer.alloc(65_536))) await sleep(5)
      }
    })
    expect(await verifyThrough(through(url))).toMatchObject({ cause: { code: 'TOO_LARGE' } })
    expect(sent).toBeLessThan(5e7)
  })
})

describe('a subscription', () => {
  test('is confirmed by one request to the address it names', async () => {
    const { url, asked } = await serve((_, to) => to.end('<ConfirmSubscriptionResponse/>'))
    const message = subscription()
    expect(await confirmSubscription(message, { get: through(url) })).toBe(true)
    expect(asked).toEqual([`/?Action=ConfirmSubscription&TopicArn=${signer.topicArn}&Token=${message.Token}`])
  })

  // ASVS 15.3.2
  test('is asked for again when the confirmation fails, and redirects are not followed', async () => {
    const failing = await serve((_, to) => to.writeHead(503).end())
    await expect(confirmSubscription(subscription(), { get: through(failing.url) })).rejects.toThrow(
      'HTTP_503',
    )
    const moving = await serve((_, to) => to.writeHead(301, { location: '/elsewhere' }).end())
    await expect(confirmSubscription(subscription(), { get: through(moving.url) })).rejects.toThrow()
    expect(moving.asked).toHaveLength(1)
  })

  const { SubscribeURL = '', Token = '' } = signer.fields('SubscriptionConfirmation')
  const refused = [
    ...URL_TRICKS(8443, new URL(SubscribeURL).pathname + new URL(SubscribeURL).search),
    SubscribeURL.replace('ConfirmSubscription', 'Unsubscribe'),
    SubscribeURL.replace('huntaze-mail', 'other'),
    SubscribeURL.replace(Token, 'other'),
    SubscribeURL.replace(`&Token=${Token}`, ''),
    SubscribeURL.replace('eu-west-3.amazonaws', 'us-east-1.amazonaws'),
    SubscribeURL.replace('/?', '/evil?'),
    `${SubscribeURL}&TopicArn=arn:aws:sns:eu-west-3:999999999999:other`,
    `${SubscribeURL}&Action=Unsubscribe`,
    `${SubscribeURL}&AuthenticateOnUnsubscribe=true`,
    `${SubscribeURL}#a`,
  ].filter((text) => !/\s/.test(text))

  test.each(refused)('is not confirmed at %j', async (address) => {
    const { url, asked } = await serve((_, to) => to.end())
    const message = subscription({ SubscribeURL: address })
    expect(await confirmSubscription(message, { get: through(url) })).toBe(false)
    expect(asked).toEqual([])
  })

  test('is not brought back once it ended', async () => {
    const { url, asked } = await serve((_, to) => to.end())
    const message = read(signer.unsubscription()) as SnsConfirmation
    expect(await confirmSubscription(message, { get: through(url) })).toBe(false)
    expect(asked).toEqual([])
  })
})

// ASVS 1.3.6
describe('no address in a message leads this process anywhere else', () => {
  const listener = createListener((socket) => {
    connections++
    socket.destroy()
  })
  const requests: string[] = []
  let connections = 0
  let port = 0

  const watch = (message: unknown) => {
    const { request } = message as { request: { origin: string } }
    requests.push(request.origin)
  }

  beforeEach(async () => {
    connections = 0
    requests.length = 0
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    port = (listener.address() as AddressInfo).port
    diagnostics.subscribe('undici:request:create', watch)
  })
  afterEach(async () => {
    diagnostics.unsubscribe('undici:request:create', watch)
    await new Promise<void>((done) => listener.close(() => done()))
  })

  test('while a request by this code would be seen', async () => {
    await expect(boundedGet(new URL(`http://127.0.0.1:${port}/`))).rejects.toThrow()
    expect({ connections, requests }).toEqual({ connections: 1, requests: [`http://127.0.0.1:${port}`] })
  })

  // Everything here is what a running process has, down to its own certificates: nothing stands in for the network.
  test('for its certificate', async () => {
    const trust = { fetchCertificate, topicArns: [signer.topicArn], now: systemClock }
    for (const SigningCertURL of URL_TRICKS(port)) {
      const verdict = await verifySnsMessage(read(signer.notification('x', { SigningCertURL })), trust)
      expect(verdict).toEqual({ ok: false, reason: 'certificate_url' })
    }
    expect({ connections, requests }).toEqual({ connections: 0, requests: [] })
  })

  test('to confirm a subscription', async () => {
    const query = `/?Action=ConfirmSubscription&TopicArn=${signer.topicArn}&Token=abc`
    for (const SubscribeURL of URL_TRICKS(port, query).filter((text) => !/\s/.test(text))) {
      expect(await confirmSubscription(subscription({ SubscribeURL, Token: 'abc' }))).toBe(false)
    }
    expect({ connections, requests }).toEqual({ connections: 0, requests: [] })
  })
})
