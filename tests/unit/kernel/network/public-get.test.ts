import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, LookupFunction } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicGet, publicLookup } from '../../../../lib/kernel/network/public-get'
import { createCertificate } from '../../../support/certificate'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const cert = createCertificate(keys, { name: 'issuer.example', names: ['issuer.example'] })
const ANSWERS: Record<string, (outgoing: ServerResponse) => void> = {
  '/fine': (outgoing) => outgoing.end('{"a":1}'),
  '/moved': (outgoing) => outgoing.writeHead(302, { location: '/fine' }).end(),
  '/away': (outgoing) => outgoing.writeHead(503).end(),
  '/large': (outgoing) => outgoing.end('x'.repeat(101)),
  '/endless': (outgoing) => {
    const more = setInterval(() => outgoing.write('x'.repeat(30)), 1)
    outgoing.on('close', () => clearInterval(more))
  },
  '/silent': () => undefined,
  '/half': (outgoing) => void outgoing.writeHead(200).write('{'),
}
const server = createServer(
  { cert, key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) },
  (incoming, outgoing) => ANSWERS[incoming.url ?? '']?.(outgoing),
)

beforeAll(async () => void (await once(server.listen(0, '127.0.0.1'), 'listening')))
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

/** Leads every name to this machine, as no look-up for public hosts does. */
const here: LookupFunction = (_host, options, callback) =>
  options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4)

const get = (url: string, { signal = new AbortController().signal, lookup = here, ca = cert } = {}) =>
  publicGet(new URL(url), {
    lookup,
    limit: 100,
    signal,
    more: { ca, port: (server.address() as AddressInfo).port },
  })

describe('a GET of a public host', () => {
  it('brings the body', async () => {
    expect((await get('https://issuer.example/fine')).toString()).toBe('{"a":1}')
  })

  it.each([
    ['/moved', 'HTTP_302'],
    ['/away', 'HTTP_503'],
    ['/large', 'TOO_LARGE'],
    ['/endless', 'TOO_LARGE'],
  ])('refuses %s: %s', async (path, code) => {
    await expect(get(`https://issuer.example${path}`)).rejects.toMatchObject({ code })
  })

  it.each(['/silent', '/half'])('ends with its signal: %s', async (path) => {
    const stop = new AbortController()
    const asked = once(server, 'request')
    const answer = get(`https://issuer.example${path}`, { signal: stop.signal })
    const watched = expect(answer).rejects.toThrow()
    await asked
    stop.abort()
    await watched
  })

  it.each([
    'http://issuer.example/fine',
    'https://issuer.example:8443/fine',
    'https://127.0.0.1/fine',
    'https://[::1]/fine',
    'https://2130706433/fine',
    'https://localhost/fine',
    'https://db.internal/fine',
  ])('is never made to %s', async (url) => {
    await expect(get(url)).rejects.toMatchObject({ code: 'NOT_PUBLIC' })
  })

  it('needs the certificate of the host', async () => {
    await expect(get('https://other.example/fine')).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
  })
})

describe('the look-up', () => {
  const resolver = (v4: string[], v6: string[] = []) => ({
    resolve4: async () => v4,
    resolve6: async () => v6,
  })
  const found = (...addresses: Parameters<typeof resolver>) =>
    get('https://issuer.example/fine', { lookup: publicLookup(resolver(...addresses) as never) })

  it.each([
    [['127.0.0.1'], []],
    [['10.0.0.1'], []],
    [['8.8.8.8', '169.254.169.254'], []],
    [['8.8.8.8'], ['fd00::1']],
    [[], ['::1']],
  ])('refuses %j, %j', async (v4, v6) => {
    await expect(found(v4, v6)).rejects.toMatchObject({ code: 'PRIVATE_ADDRESS' })
  })

  it('refuses a name without an address', async () => {
    await expect(found([])).rejects.toMatchObject({ code: 'NO_ADDRESS' })
  })

  it('hands public addresses on, one or all', () => {
    const lookup = publicLookup(resolver(['8.8.8.8'], ['2606:4700::1111']) as never)
    const ask = (all: boolean) =>
      new Promise((resolve) => lookup('a.example', { all }, (...answer) => resolve(answer)))
    return Promise.all([
      expect(ask(false)).resolves.toEqual([null, '8.8.8.8', 4]),
      expect(ask(true)).resolves.toEqual([
        null,
        [
          { address: '8.8.8.8', family: 4 },
          { address: '2606:4700::1111', family: 6 },
        ],
      ]),
    ])
  })
})
