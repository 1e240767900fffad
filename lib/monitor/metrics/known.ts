import type { CoreContext } from '../../kernel/context'
import { hearsReports } from '../../kernel/env/combined-faults'
import type { MailKind, SignupKind } from '../count/tallies'

/** Known without a provider's report. */
const UNREPORTED: ReadonlySet<MailKind | SignupKind> = new Set([
  'mail_sent',
  'signup',
  'signup_mailed',
  'signup_verified',
])

/** Whether a kind is counted here: where no provider reports, 0 deliveries would be an invention. */
export const isKnown = ({ env }: CoreContext, kind: MailKind | SignupKind): boolean =>
  hearsReports(env.email) || UNREPORTED.has(kind)
