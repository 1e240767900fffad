import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync, randomBytes } from 'node:crypto'
import { keyInfo } from './brand'
import type { Env } from './env/env'

/** The use of a derived key. Each purpose has its own, so that a value made for one is invalid for another. */
export type Purpose =
  | 'outbox'
  | 'mailbox'
  | 'rate-limit'
  | 'known-device'
  | 'known-device-id'
  | 'email-code'
  | 'account-network'
  | 'familiar-network'
  | 'people-cursor'
  | 'form-mark'
  | 'form-outcome'
  | 'shown-account'
  | 'totp'
  | 'recovery-code'
  | 'provider-flow'
  | 'work'
  | 'service-key'
  | 'browser-proof'
  | 'simulated-issuer'
  | 'key-challenge'
  | 'bound-cookie'
  | 'webhook'
  | 'return-path'

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_ID_BYTES = 4
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES

type Secrets = Pick<Env, 'authSecrets'>

const derived = new Map<string, Buffer>()

/** HKDF-SHA-256 (RFC 5869) of one configured secret under a label, remembered: deriving costs more than sealing. */
function derive(secret: string, label: string): Buffer {
  const id = `${label}\0${secret}`
  let key = derived.get(id)
  if (!key) {
    key = Buffer.from(hkdfSync('sha256', secret, '', keyInfo(label), 32))
    derived.set(id, key)
  }
  return key
}

const keyId = (secret: string): Buffer => derive(secret, 'seal-key-id').subarray(0, KEY_ID_BYTES)

/** The secret that new values are made with. @throws Error when none is configured */
export function newestSecret(env: Secrets): string {
  const [secret] = env.authSecrets
  if (secret === undefined) throw new Error('no secret is configured')
  return secret
}

/** A name for a secret that reveals nothing of it: 8 bytes in hex. */
export const secretId = (secret: string): string => derive(secret, 'session-key-id').toString('hex', 0, 8)

/** SHA-256: how every token is stored. Tokens have 256 random bits, so nothing slower is needed (OWASP ASVS 6.5.2). */
export const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer')

/** HMAC-SHA-256 under the purpose's key: identifies a subject (an address, a network) without storing it. */
export const keyedHash = (env: Secrets, purpose: Purpose, text: string): Buffer =>
  createHmac('sha256', derive(newestSecret(env), purpose))
    .update(text)
    .digest()

/** The same under the purpose's key of each configured secret, the newest first: for hashes that outlive a change of it. */
export const keyedHashes = (env: Secrets, purpose: Purpose, text: string): Buffer[] =>
  env.authSecrets.map((secret) => createHmac('sha256', derive(secret, purpose)).update(text).digest())

/**
 * Encrypts `text` with AES-256-GCM under a key derived from the newest secret. `context` is authenticated, not
 * stored: a sealed value moved elsewhere does not open.
 */
export function seal(env: Secrets, purpose: Purpose, context: string, text: string): Buffer {
  const secret = newestSecret(env)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', derive(secret, purpose), nonce)
  cipher.setAAD(Buffer.from(`${purpose}\0${context}`))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), keyId(secret), nonce, body, cipher.getAuthTag()])
}

/**
 * Decrypts a value that `seal` made with any configured secret.
 * @throws Error when no configured secret made it, or when it was altered or moved
 */
export function open(env: Secrets, purpose: Purpose, context: string, sealed: Buffer): string {
  const id = sealed.subarray(1, 1 + KEY_ID_BYTES)
  const secret = env.authSecrets.find((candidate) => keyId(candidate).equals(id))
  if (sealed[0] !== VERSION || secret === undefined)
    throw new Error('sealed under a secret that is not configured')
  const nonce = sealed.subarray(1 + KEY_ID_BYTES, HEADER_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', derive(secret, purpose), nonce)
  decipher.setAAD(Buffer.from(`${purpose}\0${context}`))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  const body = sealed.subarray(HEADER_BYTES, sealed.length - TAG_BYTES)
  return decipher.update(body, undefined, 'utf8') + decipher.final('utf8')
}
