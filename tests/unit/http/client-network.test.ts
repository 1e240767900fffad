import { describe, expect, it } from 'vitest'
import { PEER_HEADER } from '../../../lib/http/internal-headers'
import { clientNetwork } from '../../../lib/http/request/client-network'

const headers = (peer: string | null, forwarded?: string): Headers => {
  const all = new Headers()
  if (peer !== null) all.set(PEER_HEADER, peer)
  if (forwarded !== undefined) all.set('x-forwarded-for', forwarded)
  return all
}

// ASVS 4.1.3, 15.3.4
describe('the client’s network', () => {
  it.each<[string, Headers, number, string]>([
    ['no proxy: the socket’s other end', headers('192.0.2.1'), 0, '192.0.2.1'],
    ['no proxy: what the client claims is ignored', headers('192.0.2.1', '203.0.113.9'), 0, '192.0.2.1'],
    ['one proxy: the entry it wrote', headers('10.0.0.1', '203.0.113.9'), 1, '203.0.113.9'],
    [
      'one proxy: a spoofed entry stands further left',
      headers('10.0.0.1', '1.1.1.1, 203.0.113.9'),
      1,
      '203.0.113.9',
    ],
    ['two proxies', headers('10.0.0.2', '1.1.1.1, 203.0.113.9, 10.0.0.1'), 2, '203.0.113.9'],
    ['a proxy that wrote nothing: the peer', headers('10.0.0.1'), 1, '10.0.0.1'],
    [
      'fewer entries than proxies: the peer, never the client’s entry',
      headers('10.0.0.1', '1.1.1.1'),
      2,
      '10.0.0.1',
    ],
    ['IPv4 in IPv6', headers('::ffff:192.0.2.1'), 0, '192.0.2.1'],
    ['IPv6 is counted by its /64', headers('2001:db8:1:2:3:4:5:6'), 0, '2001:db8:1:2::/64'],
    ['short IPv6', headers('2001:db8::1'), 0, '2001:db8:0:0::/64'],
    ['loopback IPv6', headers('::1'), 0, '0:0:0:0::/64'],
    ['a zone', headers('fe80::1%eth0'), 0, 'fe80:0:0:0::/64'],
    ['with a port', headers('10.0.0.1', '203.0.113.9:4711'), 1, '203.0.113.9'],
    ['IPv6 with a port', headers('10.0.0.1', '[2001:db8::1]:443'), 1, '2001:db8:0:0::/64'],
    ['nonsense', headers('10.0.0.1', '<script>'), 1, 'unknown'],
    ['nothing at all', headers(null), 0, 'unknown'],
  ])('%s', (_name, given, hops, network) => {
    expect(clientNetwork(given, hops, true)).toBe(network)
  })

  it('believes the peer header only where our own server writes it', () => {
    expect(clientNetwork(headers('192.0.2.1'), 0, false)).toBe('unknown')
  })
})
