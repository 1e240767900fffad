import { auditExport } from '../../audit/export'
import { auditRetention } from '../../audit/retention'
import type { ExportRule } from '../../db/export/rule'
import type { RetentionRule } from '../../db/retention'
import { emailExport } from '../../email/export'
import { emailRetention } from '../../email/retention'
import { factorExport } from '../../factor/export'
import { factorRetention } from '../../factor/retention'
import { linkExport } from '../../link/export'
import { linkRetention } from '../../link/retention'
import { providerExport } from '../../provider/export'
import { providerRetention } from '../../provider/retention'
import { bindingExport } from '../../session/bind/export'
import { sessionExport } from '../../session/client/export'
import { sessionRetention } from '../../session/retention'
import { webhookExport } from '../../webhook/export'
import { webhookRetention } from '../../webhook/retention'
import { signupRetention } from '../signup/retention'
import { accountExport } from './own'

/** Every table with rows about a person. */
export const EXPORTED: ExportRule[] = [
  ...accountExport,
  ...sessionExport,
  ...bindingExport,
  ...factorExport,
  ...providerExport,
  ...linkExport,
  ...emailExport,
  ...webhookExport,
  ...auditExport,
]

/** How long these tables keep their rows; one without a rule keeps them as long as the account. */
export const KEPT: RetentionRule[] = [
  ...signupRetention,
  ...sessionRetention,
  ...factorRetention,
  ...providerRetention,
  ...linkRetention,
  ...emailRetention,
  ...webhookRetention,
  ...auditRetention,
]

/**
 * Every other table. `nobody`: no row is about a person. `hash`: nobody can find a person's rows without the person's address
 * and our secret, and they expire. `mailbox`: mail that was delivered, in development alone. `told`: how a receiver took an event that is
 * exported.
 */
export const NOT_EXPORTED = {
  rate_limits: 'hash',
  provider_flows: 'hash',
  mailbox_messages: 'mailbox',
  passkey_challenges: 'nobody',
  service_keys: 'nobody',
  used_work: 'nobody',
  browser_proofs: 'nobody',
  alarms: 'nobody',
  beat_minutes: 'nobody',
  binding_counts: 'nobody',
  canary_silences: 'nobody',
  email_throttle: 'nobody',
  gauges: 'nobody',
  instances: 'nobody',
  request_counts: 'nobody',
  tallies: 'nobody',
  tally_marks: 'nobody',
  webhook_deliveries: 'told',
  webhook_endpoints: 'nobody',
} as const satisfies Record<string, 'nobody' | 'hash' | 'mailbox' | 'told'>
