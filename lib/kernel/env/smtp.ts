import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { z } from 'zod'
import { isLoopback } from '../network/loopback'

/** A mail server, and how to log in to it. `isLocal`: this machine. */
export type SmtpServer = {
  host: string
  port: number
  /** TLS from the first byte. */
  secure: boolean
  isLocal: boolean
  auth?: { user: string; pass: string }
}

const NOT_SMTP = 'SMTP_URL must be an smtp(s):// address'
const RAW_CHARACTER =
  'SMTP_URL: in its user and its password write % as %25, @ as %40, / as %2F, ? as %3F, # as %23, : as %3A'

/**
 * Takes `smtp(s)://user:password@host:port` apart, for connecting and for the check at the start, so that no address passes
 * the check and fails later.
 */
export function readSmtpUrl(address: string): { server: SmtpServer } | { fault: string } {
  // A raw character of these ends the authority, and the part before it would be read as the host.
  if (/[/?#][^@]*@/.test(address.replace(/^\w+:\/\//, ''))) return { fault: RAW_CHARACTER }
  if (!URL.canParse(address)) return { fault: NOT_SMTP }
  const url = new URL(address)
  if (!['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') return { fault: NOT_SMTP }
  const secure = url.protocol === 'smtps:'
  try {
    const host = decodeURIComponent(url.hostname).replace(/^\[|\]$/g, '')
    const server = {
      host: isIP(host) ? host : domainToASCII(host),
      port: Number(url.port) || (secure ? 465 : 587),
      secure,
      isLocal: isLoopback(url),
      ...(url.username && {
        auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
      }),
    }
    return server.host === '' ? { fault: NOT_SMTP } : { server }
  } catch {
    return { fault: RAW_CHARACTER }
  }
}

const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i
const ADDRESS_LITERAL = /^\[(?:IPv6:)?[\da-f.:]+\]$/i

/**
 * The name to greet mail servers with (RFC 5321, section 4.1.1.1): the host of the public origin. Undefined for a host
 * that means nothing elsewhere, like `localhost`: nodemailer then uses the machine's own name, if it has one.
 */
export function greetingName(appUrl: string): string | undefined {
  const host = new URL(appUrl).hostname.replace(/^\[|\]$/g, '')
  const version = isIP(host)
  if (version > 0) return version === 6 ? `[IPv6:${host}]` : `[${host}]`
  return HOST_NAME.test(host) ? host : undefined
}

export const smtpFields = {
  SMTP_URL: z
    .string()
    .superRefine((value, { addIssue }) => {
      const read = readSmtpUrl(value)
      if ('fault' in read) addIssue({ code: 'custom', message: read.fault })
    })
    .optional(),
  SMTP_NAME: z
    .string()
    .refine((value) => HOST_NAME.test(value) || ADDRESS_LITERAL.test(value), {
      message: 'SMTP_NAME must be the name of a host, with a dot, or an address like [203.0.113.7]',
    })
    .optional(),
}
