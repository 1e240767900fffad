import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { isLoopback } from '../network/loopback'

/** A server of a protocol that has a variant with TLS from the first byte, each with its usual port. */
export type Scheme = { plain: string; secure: string; port: number; securePort: number }

/** A server, and the login it is given. `secure`: TLS from the first byte. `isLocal`: this machine. */
export type ServerAddress = {
  host: string
  port: number
  secure: boolean
  isLocal: boolean
  auth?: { user: string; pass: string }
}

/** `raw_character`: one that has to be written with `%` in a user or a password. */
type Fault = 'malformed' | 'raw_character'

/** Takes `scheme://user:password@host:port` apart; `url` is the whole, for what a protocol adds. */
export function readServerAddress(
  address: string,
  { plain, secure: withTls, port, securePort }: Scheme,
): { server: ServerAddress; url: URL } | { fault: Fault } {
  // A raw character of these ends the authority, and the part before it would be read as the host.
  if (/[/?#][^@]*@/.test(address.replace(/^\w+:\/\//, ''))) return { fault: 'raw_character' }
  if (!URL.canParse(address)) return { fault: 'malformed' }
  const url = new URL(address)
  if (![plain, withTls].includes(url.protocol) || url.hostname === '') return { fault: 'malformed' }
  const secure = url.protocol === withTls
  try {
    const host = decodeURIComponent(url.hostname).replace(/^\[|\]$/g, '')
    const server = {
      host: isIP(host) ? host : domainToASCII(host),
      port: Number(url.port) || (secure ? securePort : port),
      secure,
      isLocal: isLoopback(url),
      ...(url.username && {
        auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
      }),
    }
    return server.host === '' ? { fault: 'malformed' } : { server, url }
  } catch {
    return { fault: 'raw_character' }
  }
}
