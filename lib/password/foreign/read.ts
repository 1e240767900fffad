import { readArgon2id } from './argon2id'
import { readBcrypt } from './bcrypt'
import type { ForeignFormat, ForeignHash } from './hash'
import { MAX_HASH_LENGTH } from './limits'
import { readPbkdf2 } from './pbkdf2'
import { readScrypt } from './scrypt'

/** Every kind of hash that can be imported (docs/PEOPLE.md). */
const FORMATS: ForeignFormat[] = [readBcrypt, readArgon2id, readScrypt, readPbkdf2]

/** Reads a hash that other software made; undefined: it is of no known kind, or damaged. */
export function readForeignHash(text: string): ForeignHash | undefined {
  if (text.length > MAX_HASH_LENGTH) return undefined
  for (const format of FORMATS) {
    const read = format(text)
    if (read) return read
  }
  return undefined
}
