import { z } from 'zod'
import { isLoopback } from '../network/loopback'

const MIN_SECRET_BYTES = 32

/** True for a URL with one of these protocols (`https:`). */
export const isUrl = (value: string, protocols: string[]): boolean =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol)

/** A whole number from `min` to `max`; `name` is the variable's, for the fault. */
export const number = (name: string, min: number, max: number, fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .transform(Number)
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, {
      message: `${name} must be a whole number from ${min} to ${max}`,
    })

/** The list of AUTH_SECRET: different secrets of 32 bytes or more that do not repeat a few characters. */
export const secrets = z
  .string({
    error:
      'AUTH_SECRET is missing: set it to 32 or more random bytes, for example from `openssl rand -base64 32`',
  })
  .transform((value) => value.split(',').map((secret) => secret.trim()))
  .refine((list) => list.every((secret) => Buffer.byteLength(secret) >= MIN_SECRET_BYTES), {
    message: `AUTH_SECRET: each comma-separated secret must have at least ${MIN_SECRET_BYTES} bytes`,
  })
  .refine((list) => list.every((secret) => new Set(secret).size >= 8), {
    message: 'AUTH_SECRET: a secret repeats a few characters; use random bytes',
  })
  .refine((list) => new Set(list).size === list.length, {
    message: 'AUTH_SECRET lists the same secret twice',
  })

/** An http(s) origin without a path. */
export const origin = z
  .string()
  .default('http://localhost:3000')
  .refine((value) => isUrl(value, ['http:', 'https:']), { message: 'APP_URL must be an http(s) origin' })
  .refine((value) => !URL.canParse(value) || /^\/?$/.test(new URL(value).pathname + new URL(value).search), {
    message: 'APP_URL must be an origin alone, without a path',
  })
  .transform((value) => (URL.canParse(value) ? new URL(value).origin : value))

/** The items of a comma-separated list, trimmed, without empty ones. */
export const list = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

const AUDIENCE = /^[\w.:/~-]{1,200}$/

/** Names of services that may ask who is signed in: words or addresses, each once. */
export const audiences = z
  .string()
  .default('')
  .transform(list)
  .refine((names) => names.every((name) => AUDIENCE.test(name)) && new Set(names).size === names.length, {
    message: 'SERVICE_AUDIENCES must be names or addresses of services, each once, comma-separated',
  })

/** https, or http on this machine: an alarm's text must not be read on its way. */
export const isWebhook = (value: string): boolean =>
  isUrl(value, ['https:']) || (isUrl(value, ['http:']) && isLoopback(new URL(value)))

/** True when `fetch` accepts the address: it refuses one with a name or a password (WHATWG Fetch). */
export const hasNoCredentials = (value: string): boolean => {
  if (!URL.canParse(value)) return true
  const { username, password } = new URL(value)
  return username === '' && password === ''
}

/** A secret of 16 bytes or more that a header carries unchanged: ASCII without spaces around it. */
export const bearerSecret = (name: string) =>
  z
    .string()
    .refine((value) => Buffer.byteLength(value) >= 16, { message: `${name} must have at least 16 bytes` })
    .refine((value) => /^[!-~]([ -~]*[!-~])?$/.test(value), {
      message: `${name} must be ASCII without spaces around it, for example from \`openssl rand -hex 16\``,
    })
    .optional()
