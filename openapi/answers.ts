import { z } from 'zod'
import type { PublicUser } from '../lib/account/account'
import { STEP_METHODS } from '../lib/factor/step/asked'
import type { Problem } from '../lib/http/response/problem'
import { toEmailAddress } from '../lib/kernel/email-address'
import { ERRORS, type ErrorCode, FIELD_CODES, publicCode } from '../lib/kernel/errors'
import type { Challenge } from '../lib/kernel/result'
import type { LimitName } from '../lib/limit/table'
import { WORK } from '../lib/limit/work/challenge'

/** Public part of an account. */
export const user = z
  .strictObject({ id: z.int().positive(), name: z.string(), email: z.string(), emailVerified: z.boolean() })
  .meta({ id: 'User', description: 'An account, as its owner sees it.' }) satisfies z.ZodType<
  Omit<PublicUser, 'email'> & { email: string }
>

/** Account of every example, as in the specification. */
export const JEAN: PublicUser = {
  id: 1,
  name: 'Jean Dupont',
  email: toEmailAddress('jean@example.com'),
  emailVerified: false,
}

export const success = z.strictObject({ success: z.literal(true) })

/** The contract's answer to a proof of the mailbox. */
export const verified = success.extend({ message: z.literal('Email verified!') })

/** Whole seconds until the next request for a link. */
export const retryAfter = z.int().min(0).describe('Seconds until the next request is allowed; 0: now.')

const fault = z.strictObject({
  field: z.string().describe('The property at fault; empty where its name is not safe to repeat.'),
  code: z.enum(FIELD_CODES),
  values: z.array(z.string()).min(1).optional().describe('The allowed values, where they are a list.'),
  detail: z.string().describe('For people, in their language.'),
})

const hex = z.string().regex(/^[0-9a-f]+$/)

/** The brake's challenge, as `lib/limit/work/challenge.ts` makes it. */
const challenge = z
  .strictObject({
    parameters: z.strictObject({
      algorithm: z.literal(WORK.algorithm),
      cost: z.literal(WORK.cost).describe('Iterations.'),
      data: z.strictObject({
        place: hex,
        until: z.int().describe('The challenge’s end, Unix milliseconds.'),
      }),
      keyLength: z.literal(WORK.keyLength).describe('Bytes.'),
      keyPrefix: z.literal(WORK.keyPrefix).describe('What the derived key must start with, in hex.'),
      nonce: hex,
      salt: hex,
    }),
    signature: hex,
  })
  .meta({
    id: 'Challenge',
    description:
      'A proof of work in the format of ALTCHA, version 2: a counter for which the key derived from `nonce` and the counter ' +
      '(four bytes, big-endian) with `salt` starts with `keyPrefix`. The field `work` of the next request brings ' +
      'base64 of the JSON `{"challenge": …, "solution": {"counter": …, "derivedKey": …}}`. It is good once.',
  }) satisfies z.ZodType<Challenge>

/** RFC 9457, with our extensions. */
export const problem = z
  .strictObject({
    type: z.literal('about:blank'),
    title: z.string().describe('Fixed English text.'),
    status: z.int().min(400).max(599).describe('The status of the answer.'),
    code: z
      .enum([...new Set((Object.keys(ERRORS) as ErrorCode[]).map(publicCode))])
      .describe('The stable word to program against.'),
    detail: z.string().describe('For people, in their language.'),
    errors: z.array(fault).min(1).optional().describe('The fields at fault, each once.'),
    retryAfter: z.int().positive().optional().describe('Seconds, as in the header Retry-After.'),
    work: challenge
      .optional()
      .describe(
        'Work that is taken in place of waiting, where a network is over its limit of sign-ups or sign-ins.',
      ),
  })
  .meta({
    id: 'Problem',
    description: 'A refusal (RFC 9457).',
  }) satisfies z.ZodType<Problem>

/** Headers of an answer that signs in. */
export const SIGN_IN_HEADERS = {
  'Set-Cookie':
    '`auth-token`, the session, and in a second header `auth-device`, the mark of a known browser.',
}

/** A sign-in whose second step is asked. */
export const SECOND_STEP_ANSWER = {
  description:
    'The password is right; the account’s second step is asked (`POST /api/auth/second-step`). No session yet.',
  schema: z.strictObject({
    next: z.literal('second_step'),
    methods: z.array(z.enum(STEP_METHODS)).min(1).describe('Ways to give it.'),
  }),
  example: { next: 'second_step' as const, methods: ['totp' as const, 'recovery_code' as const] },
  headers: { 'Set-Cookie': '`auth-step`, the sign-in that waits, for five minutes.' },
}

/** Limits of every request that checks a password. */
export const SIGN_IN_LIMITS = [
  'loginByNetwork',
  'loginByAccountAndNetwork',
  'loginByAccount',
  'loginByKnownDevice',
  'loginByKnownDevices',
] as const satisfies LimitName[]
