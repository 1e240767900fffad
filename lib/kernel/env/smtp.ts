import { isIP } from 'node:net'
import { z } from 'zod'
import { readServerAddress, type Scheme, type ServerAddress } from './server-address'

const SMTP: Scheme = { plain: 'smtp:', secure: 'smtps:', port: 587, securePort: 465 }

const NOT_SMTP = 'SMTP_URL must be an smtp(s):// address'
const RAW_CHARACTER =
  'SMTP_URL: in its user and its password write % as %25, @ as %40, / as %2F, ? as %3F, # as %23, : as %3A'

/**
 * Takes `smtp(s)://user:password@host:port` apart, for connecting and for the check at the start, so that no address passes
 * the check and fails later.
 */
export function readSmtpUrl(address: string): { server: ServerAddress } | { fault: string } {
  const read = readServerAddress(address, SMTP)
  if ('server' in read) return { server: read.server }
  return { fault: read.fault === 'raw_character' ? RAW_CHARACTER : NOT_SMTP }
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
