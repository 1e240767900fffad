import { timingSafeEqual } from 'node:crypto'
import type { Env } from '../kernel/env/env'
import { keyedHashes } from '../kernel/seal'

/** Hex digits of the keyed hash: 80 bits, so that nobody guesses one for a message that was not sent to them. */
const PROOF_DIGITS = 20

/** Servers may turn an address into capitals on its way back. */
const MARK = /(?<![\da-f])([\da-f]{32})\.([\da-f]{20})(?![\da-f])/gi

type Secrets = Pick<Env, 'authSecrets'>

/** The mailbox of reports (`EMAIL_BOUNCE_ADDRESS`), and the secrets that prove our marks. */
export type Bounces = Secrets & { address: string }

const digitsOf = (reference: string): string => reference.replaceAll('-', '')

const uuidOf = (digits: string): string =>
  digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5').toLowerCase()

/** Proofs of a message's digits, by the newest secret first. */
const proofsOf = (env: Secrets, digits: string): string[] =>
  keyedHashes(env, 'return-path', digits).map((hash) => hash.toString('hex').slice(0, PROOF_DIGITS))

/** The mark of a message: `{its reference}.{keyed hash}`, in hex. Whoever returns it has seen the message, or carried it. */
export function markOf(env: Secrets, reference: string): string {
  const digits = digitsOf(reference)
  return `${digits}.${proofsOf(env, digits)[0]}`
}

/** The references of the good marks in a text, made under any configured secret. */
export function marksIn(env: Secrets, text: string): string[] {
  return [...text.matchAll(MARK)].flatMap(([, digits = '', proof = '']) => {
    const given = Buffer.from(proof.toLowerCase())
    const isGood = proofsOf(env, digits.toLowerCase()).some((own) => timingSafeEqual(Buffer.from(own), given))
    return isGood ? [uuidOf(digits)] : []
  })
}

/**
 * The envelope sender of a message (RFC 5321, `MAIL FROM`): variable, so that the report of any server says which message it is
 * about (VERP). `address`: `EMAIL_BOUNCE_ADDRESS`.
 */
export function returnPathOf(env: Secrets, address: string, reference: string): string {
  const [name, domain] = address.split('@')
  return `${name}+${markOf(env, reference)}@${domain}`
}
