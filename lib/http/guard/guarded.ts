import type { ApiCall, ApiHandler, RouteHandler } from '../api-call'

declare const checked: unique symbol

/** Names of the guards; one file of this folder makes each. */
export type GuardName =
  | 'anyone'
  | 'proof_inside'
  | 'session'
  | 'verified_session'
  | 'fresh_proof'
  | 'operator'
  | 'secret'
  | 'secret_or_operator'
  | 'local_mailbox'
  | 'local_issuer'
  | 'provider'
  | 'device_key'

/** A handler that says who may call it. Only the wrappers of this folder make one, so a route without does not compile. */
export type GuardedHandler = ApiHandler & { readonly guard: GuardName; readonly [checked]: true }

/** Gives a handler its guard's name. For the files of this folder. */
export const guarded = (guard: GuardName, handler: ApiHandler): GuardedHandler =>
  Object.assign((call: ApiCall) => handler(call), { guard }) as GuardedHandler

const guards = new WeakMap<RouteHandler, Record<string, GuardName>>()

/** Remembers the guards of a route, for `guardsOf`. */
export const noteGuards = (route: RouteHandler, named: Record<string, GuardName>): void =>
  void guards.set(route, named)

/** The guard of each method of a route that `endpoint` made; undefined for any other function. */
export const guardsOf = (route: RouteHandler): Record<string, GuardName> | undefined => guards.get(route)
