import type { ZodObject, ZodType } from 'zod'
import type { LimitName } from '../lib/limit/table'
import type { Codes } from './codes'

/** The chapters of the API's document, in its order. */
export const CHAPTERS = {
  Accounts: 'Sign up, sign in, sign out, and who is signed in.',
  'Own account':
    'What a signed-in person does with their account: profile, password, address, sessions, events, data.',
  Verification: 'Proving an e-mail address, and correcting one.',
  Operators: 'For the team that runs the site.',
  Operation: 'For the machines around the application, not for people.',
} as const

type Chapter = keyof typeof CHAPTERS

/**
 * Body of a request: JSON of at most 16 KiB where `type` names nothing else. `isOptional`: it may be missing, and one
 * that cannot be read counts as missing. `mayBeMissing`: the same, but one that cannot be read is refused.
 */
type BodyDocument = {
  schema: ZodType
  example: unknown
  type?: string
  description?: string
  isOptional?: true
  mayBeMissing?: true
}

/**
 * An answer that is not a refusal. `type`: JSON by default; of several, `Accept` chooses; of none, there is no body. `headers`: meanings of the
 * headers that only this answer carries.
 */
export type AnswerDocument = {
  description: string
  schema: ZodType
  example: unknown
  type?: string | readonly string[]
  headers?: Record<string, string>
}

/**
 * One method of one route, for its callers. `openapi/refusals.ts` adds the refusals that come with the method, the
 * body or the database; `refusals` are the handler's own.
 */
export type OperationDocument = {
  /** Its name in generated clients. */
  id: string
  chapter: Chapter
  summary: string
  /** Markdown. */
  description?: string
  /** Accepted proofs of the caller, any of which does; absent: none is needed. */
  access?: readonly Access[]
  /** The input can be a proof as well. */
  isAccessOptional?: true
  /** Meanings and examples of the path's segments in braces. */
  params?: Record<string, { description: string; example: string }>
  query?: ZodObject
  body?: BodyDocument
  /** By status. */
  answers: Record<number, AnswerDocument>
  /** Meanings of headers that any answer may carry, refusals included. */
  headers?: Record<string, string>
  refusals: Codes
  limits?: readonly LimitName[]
  /** The browser makes the request for a key of its own: it is held neither against other sites nor against the key. */
  comesByItself?: true
  /** Needs no database, or answers in its own way when that is away. */
  standsAlone?: true
}

export type Access = 'session' | 'operatorSession' | 'cronSecret' | 'metricsToken'

/** One route, by method. HEAD and OPTIONS are the same everywhere and need no description. */
export type RouteDocument = Partial<Record<'GET' | 'POST' | 'PATCH' | 'DELETE', OperationDocument>>
