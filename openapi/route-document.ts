import type { ZodObject, ZodType } from 'zod'
import type { LimitName } from '../lib/limit/table'
import type { Codes } from './codes'

/** The chapters of the API's document, in its order. */
export const CHAPTERS = {
  Accounts: 'Sign up, sign in, sign out, and who is signed in.',
  Verification: 'Proving an e-mail address, and correcting one.',
  Operators: 'For the team that runs the site.',
  Operation: 'For the machines around the application: no person calls these.',
} as const

export type Chapter = keyof typeof CHAPTERS

/** A body that a client sends. JSON of at most 16 KiB, but where `type` says otherwise. */
export type BodyDocument = { schema: ZodType; example: unknown; type?: string; description?: string }

/**
 * An answer that is not a refusal. `type`: JSON where nothing else is said; of several, `Accept` chooses. `headers`:
 * those that only this answer carries, with what they mean.
 */
export type AnswerDocument = {
  description: string
  schema: ZodType
  example: unknown
  type?: string | readonly string[]
  headers?: Record<string, string>
}

/**
 * What one method of one route does, for whoever calls it. The refusals that come with the method, the body or the
 * database are added by `openapi/refusals.ts`; `refusals` are the handler's own.
 */
export type OperationDocument = {
  /** Its name in generated clients. */
  id: string
  chapter: Chapter
  summary: string
  /** Markdown. */
  description?: string
  /** What proves the caller; absent: nothing has to. A list: any of them. */
  access?: readonly Access[]
  /** It can also be proven by what is sent. */
  isAccessOptional?: true
  query?: ZodObject
  body?: BodyDocument
  /** By status. */
  answers: Record<number, AnswerDocument>
  /** Headers that any answer may carry, refusals among them, with what they mean. */
  headers?: Record<string, string>
  refusals: Codes
  limits?: readonly LimitName[]
  /** It asks nothing that could be away, or says in its own words that it is. */
  standsAlone?: true
}

export type Access = 'session' | 'operatorSession' | 'cronSecret' | 'metricsToken'

/** What one route does, by method. HEAD and OPTIONS are the same everywhere and need no words. */
export type RouteDocument = Partial<Record<'GET' | 'POST', OperationDocument>>
