import { pbkdf2, timingSafeEqual } from 'node:crypto'
import { decodeBase64 } from './base64'
import type { ForeignFormat, ForeignHash } from './hash'
import { FOREIGN_LIMITS, MIN_DIGEST } from './limits'

type Digest = keyof typeof FOREIGN_LIMITS.pbkdf2
type Derived = { digest: Digest; iterations: number; salt: Buffer; key: Buffer }

/** Most bytes of a derived key: those of SHA-512. A longer one costs a further round for each of its parts. */
const MAX_KEY = 64

const DJANGO = /^pbkdf2_(?<digest>sha1|sha256)\$([1-9]\d{0,9})\$([^$]{1,128})\$([A-Za-z0-9+/]{1,86}={0,2})$/
/** `i` iterations, `l` bytes; passlib writes the iterations alone, and a dot in place of the plus. */
const PHC =
  /^\$pbkdf2-(sha256|sha512)\$(?:i=([1-9]\d{0,9})(?:,l=([1-9]\d{0,2}))?|([1-9]\d{0,9}))\$([A-Za-z0-9+/.]{1,172})\$([A-Za-z0-9+/.]{1,86})$/

const derive = (password: string, { digest, iterations, salt, key }: Derived): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    pbkdf2(password, salt, iterations, key.length, digest, (error, made) =>
      error ? reject(error) : resolve(made),
    ),
  )

function hashOf(derived: Derived): ForeignHash | undefined {
  const { digest, iterations, key } = derived
  if (key.length < MIN_DIGEST || key.length > MAX_KEY) return undefined
  return {
    isTooCostly: iterations > FOREIGN_LIMITS.pbkdf2[digest],
    isLarge: false,
    verify: async (password) => timingSafeEqual(await derive(password, derived), key),
  }
}

/** Django salts with the text itself. */
function readDjango(text: string): ForeignHash | undefined {
  const [, digest, iterations, salt = '', encoded = ''] = DJANGO.exec(text) ?? []
  const key = decodeBase64(encoded)
  if (!digest || !key) return undefined
  return hashOf({ digest: digest as Digest, iterations: Number(iterations), salt: Buffer.from(salt), key })
}

function readPhc(text: string): ForeignHash | undefined {
  const [, digest, named, length, bare, ...encoded] = PHC.exec(text) ?? []
  const [salt, key] = encoded.map((part) =>
    decodeBase64(named === undefined ? part.replaceAll('.', '+') : part),
  )
  if (!digest || !salt || !key || (length !== undefined && Number(length) !== key.length)) return undefined
  return hashOf({ digest: digest as Digest, iterations: Number(named ?? bare), salt, key })
}

/** PBKDF2 (RFC 8018): Django's, the PHC string, and passlib's. */
export const readPbkdf2: ForeignFormat = (text) => readDjango(text) ?? readPhc(text)
