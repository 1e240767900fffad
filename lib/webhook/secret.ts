import { createHmac, randomBytes } from 'node:crypto'
import type { Env } from '../kernel/env/env'
import { open, seal } from '../kernel/seal'

const PREFIX = 'whsec_'

/** Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32

type Secrets = Pick<Env, 'authSecrets'>

/** Makes a secret as receivers are given it: `whsec_` and base64. */
export const newSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64')

/** Seals a secret; it opens only beside the address that it was made for. */
export const sealSecret = (env: Secrets, url: string, secret: string): Buffer =>
  seal(env, 'webhook', url, secret)

/** @throws Error when the secret of `AUTH_SECRET` that sealed it is not configured */
export const openSecret = (env: Secrets, url: string, sealed: Buffer): string =>
  open(env, 'webhook', url, sealed)

/** A message as it is signed. `at`: seconds since 1970. */
type Signed = { id: string; at: number; body: string }

/** Signature of one secret (Standard Webhooks: HMAC-SHA256 over id, time and body). */
function signature(secret: string, { id, at, body }: Signed): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`
}

/** Headers by which a receiver knows the message and its sender: a signature of each secret, during a rotation of two. */
export const signedHeaders = (secrets: string[], message: Signed): Record<string, string> => ({
  'webhook-id': message.id,
  'webhook-timestamp': String(message.at),
  'webhook-signature': secrets.map((secret) => signature(secret, message)).join(' '),
})
