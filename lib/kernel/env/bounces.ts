import { isIP } from 'node:net'
import { z } from 'zod'
import { DOMAIN } from '../brand'
import { domainOf, type EmailAddress, parseEmailAddress } from '../email-address'
import { readServerAddress, type Scheme, type ServerAddress } from './server-address'

/** Where this process takes reports of mail servers, and by which protocol (RFC 5321; LMTP: RFC 2033). */
export type BounceListener = { protocol: 'smtp' | 'lmtp'; host: string; port: number }

/** A mailbox that reports come to (RFC 9051). Without TLS from the first byte, STARTTLS is required, but on this machine. */
export type BounceMailbox = ServerAddress & { auth: NonNullable<ServerAddress['auth']>; folder: string }

/** Longest name in front of the `@`: what a mark leaves of the 64 bytes of a local part (RFC 5321, section 4.5.3.1.1). */
export const LONGEST_BOUNCE_NAME = 10

const LISTENER = /^(?:(smtp|lmtp):(?:\/\/)?)?(\[[\da-f:]+\]|[\w.-]+):(\d{1,5})$/i

function readListener(value: string): BounceListener | undefined {
  const [, protocol = 'smtp', written = '', port = ''] = LISTENER.exec(value) ?? []
  const host = written.replace(/^\[|\]$/g, '')
  const isKnown = isIP(host) > 0 || host === 'localhost'
  if (!isKnown || Number(port) > 65_535) return undefined
  return { protocol: protocol.toLowerCase() as BounceListener['protocol'], host, port: Number(port) }
}

const IMAP: Scheme = { plain: 'imap:', secure: 'imaps:', port: 143, securePort: 993 }

function readMailbox(value: string): BounceMailbox | undefined {
  const read = readServerAddress(value, IMAP)
  if (!('server' in read)) return undefined
  const { server, url } = read
  const { auth } = server
  if (!auth?.user || !auth.pass || url.search || url.hash) return undefined
  try {
    return { ...server, auth, folder: decodeURIComponent(url.pathname.slice(1)) || 'INBOX' }
  } catch {
    return undefined
  }
}

/** An address whose name leaves room for a mark, in its canonical form. */
function readBounceAddress(value: string): EmailAddress | undefined {
  const read = parseEmailAddress(value)
  if (!('address' in read) || read.address !== value.toLowerCase()) return undefined
  const name = read.address.slice(0, -domainOf(read.address).length - 1)
  return name.includes('+') || name.length > LONGEST_BOUNCE_NAME ? undefined : read.address
}

/** A variable that is read into an object, and whose fault quotes nothing. */
const readBy = <Read>(read: (value: string) => Read | undefined, message: string) =>
  z
    .string()
    .transform((value, { addIssue }) => {
      const found = read(value)
      if (found === undefined) addIssue({ code: 'custom', message })
      return found as Read
    })
    .optional()

export const bounceFields = {
  EMAIL_BOUNCE_ADDRESS: readBy(
    readBounceAddress,
    `EMAIL_BOUNCE_ADDRESS must be one address like \`bounce@${DOMAIN}\`, with at most ${LONGEST_BOUNCE_NAME} characters and no + before the @`,
  ),
  BOUNCE_LISTEN: readBy(
    readListener,
    'BOUNCE_LISTEN must be an address and a port of this machine, like `127.0.0.1:2526` or `lmtp://127.0.0.1:2526`',
  ),
  BOUNCE_IMAP_URL: readBy(
    readMailbox,
    'BOUNCE_IMAP_URL must look like `imaps://user:password@host/INBOX`, with % as %25, @ as %40, / as %2F, : as %3A in its user and its password',
  ),
}
