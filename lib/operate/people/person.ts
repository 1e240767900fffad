import { z } from 'zod'
import { emailAddress } from '../../account/email-address'
import type { ImportedAccount } from '../../account/import'
import { personName } from '../../account/name'
import { dateOf } from '../../kernel/clock'
import { DEFAULT_LOCALE, LOCALES } from '../../kernel/locale'
import { readForeignHash } from '../../password/foreign/read'
import { storeForeign } from '../../password/foreign/stored'
import { isReason, type Reason } from './reasons'

const passwordHash = z.string().transform((text, context) => {
  const read = readForeignHash(text)
  if (read && !read.isTooCostly) return storeForeign(text)
  context.addIssue({ code: 'custom', message: read ? 'hash_too_costly' : 'hash_unknown' })
  return z.NEVER
})

const createdAt = z.iso
  .datetime({ offset: true })
  .transform(dateOf)
  .refine((at) => at.getTime() >= 0)

/** A person of a line. Unknown fields are refused: `password_hash` would import people without their passwords. */
const person = z.strictObject({
  email: emailAddress,
  name: personName,
  passwordHash: passwordHash.nullish(),
  emailVerified: z.boolean().nullish(),
  locale: z.enum(LOCALES).nullish(),
  createdAt: createdAt.nullish(),
})

/** Reasons of faults that have no code of their own, by field. */
const FAULTS: Record<string, Reason> = {
  email: 'email_invalid',
  name: 'name_invalid',
  passwordHash: 'hash_unknown',
  emailVerified: 'verified_invalid',
  locale: 'locale_unknown',
  createdAt: 'created_at_invalid',
}

const reasonOf = ({ message, path }: z.core.$ZodIssue): Reason =>
  isReason(message) ? message : (FAULTS[String(path[0])] ?? 'unknown_field')

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The value of a line; undefined: it is no object. */
function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function textIn(bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** Blank, or what `npm run` says of itself at the top of a file that it wrote. */
const NOBODY = /^\s*$|^> /

/** Reads the person of a line, or says why it holds none; null: the line is about nobody. */
export function readPerson(bytes: Buffer | null, now: Date): ImportedAccount | Reason | null {
  if (bytes === null) return 'line_too_long'
  const text = textIn(bytes)
  if (text === undefined) return 'not_utf8'
  if (NOBODY.test(text)) return null
  const value = objectIn(text)
  if (!value) return 'not_json'
  const { data, error } = person.safeParse(value)
  if (error) return error.issues[0] ? reasonOf(error.issues[0]) : 'not_json'
  const created = data.createdAt ?? null
  if (created !== null && created > now) return 'created_at_invalid'
  return {
    email: data.email,
    name: data.name,
    passwordHash: data.passwordHash ?? null,
    emailVerified: data.emailVerified ?? false,
    locale: data.locale ?? DEFAULT_LOCALE,
    createdAt: created,
  }
}
