import type { Entry } from '../../factor/step/enter'
import type { Result } from '../../kernel/result'
import type { Profile } from '../profile'

/** Somebody whom a provider has sent back. `deviceMark`: the mark that the browser had when it began. */
export type Arriving = { profile: Profile; deviceMark: string | null }

/**
 * The person is in, or a second step is asked (of operators). `offer`: the cookie of an identity that its person may link, once they
 * signed in as before.
 */
export type Arrival =
  | (Entry & { offer?: undefined })
  | { offer: string; signIn?: undefined; step?: undefined }

type Refusal =
  | 'account_disabled'
  | 'email_taken'
  | 'identity_unproven'
  | 'provider_failed'
  | 'provider_no_address'
  | 'rate_limited'

export type ArrivalResult = Result<Arrival, Refusal>

/** `again`: somebody else made, linked or changed the account meanwhile, so that another row of the table holds. */
export type Outcome = ArrivalResult | 'again'
