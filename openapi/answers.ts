import { z } from 'zod'
import type { PublicUser } from '../lib/account/account'
import type { Problem } from '../lib/http/response/problem'
import { toEmailAddress } from '../lib/kernel/email-address'
import { ERRORS, type ErrorCode, FIELD_CODES } from '../lib/kernel/errors'
import type { LimitName } from '../lib/limit/table'

/** The part of an account that leaves the server. */
export const user = z
  .strictObject({ id: z.int().positive(), name: z.string(), email: z.string(), emailVerified: z.boolean() })
  .meta({ id: 'User', description: 'An account, as its owner sees it.' }) satisfies z.ZodType<
  Omit<PublicUser, 'email'> & { email: string }
>

/** The account of every example: the specification's own. */
export const JEAN: PublicUser = {
  id: 1,
  name: 'Jean Dupont',
  email: toEmailAddress('jean@example.com'),
  emailVerified: false,
}

export const success = z.strictObject({ success: z.literal(true) })

/** Whole seconds until something may be asked for again. */
export const retryAfter = z.int().min(0).describe('Seconds until another may be asked for; 0: now.')

const fault = z.strictObject({
  field: z.string().describe('The property at fault; empty where its name is unfit to repeat.'),
  code: z.enum(FIELD_CODES),
  values: z.array(z.string()).min(1).optional().describe('What the property may be, where that is a list.'),
  detail: z.string().describe('For people, in their language.'),
})

/** RFC 9457, with our extensions. */
export const problem = z
  .strictObject({
    type: z.literal('about:blank'),
    title: z.string().describe('Fixed English text.'),
    status: z.int().min(400).max(599).describe('The status of the answer.'),
    code: z.enum(Object.keys(ERRORS) as ErrorCode[]).describe('The stable word to program against.'),
    detail: z.string().describe('For people, in their language.'),
    errors: z.array(fault).min(1).optional().describe('The fields at fault, each once.'),
    retryAfter: z.int().positive().optional().describe('Seconds; the same as the header Retry-After.'),
  })
  .meta({
    id: 'Problem',
    description: 'Why there is no other answer (RFC 9457).',
  }) satisfies z.ZodType<Problem>

/** What a sign-in adds to its answer. */
export const SIGN_IN_HEADERS = {
  'Set-Cookie':
    '`auth-token`, the session, and in a second header `auth-device`, the mark of a known browser.',
}

/** Where a password is asked for, whatever for. */
export const SIGN_IN_LIMITS = [
  'loginByNetwork',
  'loginByAccountAndNetwork',
  'loginByAccount',
  'loginByKnownDevice',
  'loginByKnownDevices',
] as const satisfies LimitName[]
