import { DAY } from '../clock'
import { combinedFaults } from './combined-faults'
import type { DatabaseSettings } from './database'
import { type EmailSettings, emailOf } from './email'
import { type EmailProofSettings, emailProofOf } from './email-proof'
import { type Fields, fields } from './fields'
import { type ProviderSettings, providersOf } from './providers'

/** The configuration, parsed once. Names and meanings: `.env.example`. */
export type Env = {
  production: boolean
  databaseUrl: string
  /** Schema of all our tables. */
  databaseSchema: string
  databasePrepare: DatabaseSettings['prepare']
  /** The public origin, without a trailing slash. Every link and every Origin check uses it, never a request. */
  appUrl: string
  /** JWT signing secrets, newest first. */
  authSecrets: string[]
  bcryptCost: number
  /** Milliseconds after which a never-verified account is deleted; 0: never. */
  unverifiedAccountAge: number
  /** Operators' pages and API are closed to an operator without a second factor. */
  operatorsNeedFactor: boolean
  /** Whose sessions are offered a key of the browser's; `off` without https, where no browser makes one. */
  sessionBinding: 'operators' | 'all' | 'off'
  providers: ProviderSettings
  /** Services that may ask for tokens (specification 5.2). */
  serviceAudiences: string[]
  /** Further origins that may ask for our passkeys. */
  passkeyOrigins: string[]
  /** Undefined: the sign-up form asks no browser for a proof. */
  emailProof?: EmailProofSettings
  email: EmailSettings
  monitoring: {
    /** The RDS instance whose CPU and storage are read from CloudWatch. */
    rdsInstance?: string
    metricsToken?: string
    /** Addresses that alarms are mailed to. */
    alarmEmails: string[]
    alarmWebhookUrl?: string
  }
  webhooks: {
    /** Events may go to this machine and to private networks. */
    allowPrivate: boolean
  }
  cronSecret?: string
  trustedProxyHops: number
  rateLimitScale: number
  port: number
}

/** The configuration is missing or wrong. The message lists every fault and quotes no value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'

  constructor(readonly faults: string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    )
  }
}

/** Reads every field by itself, so that one fault hides no other. */
function readFields(source: Record<string, string | undefined>): {
  given: Partial<Fields>
  faults: string[]
} {
  const faults: string[] = []
  const given: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    // An empty variable counts as unset.
    const read = field.safeParse(source[name] || undefined)
    if (read.success) given[name] = read.data
    else faults.push(...read.error.issues.map((issue) => issue.message))
  }
  return { given, faults: [...faults, ...combinedFaults(given)] }
}

/**
 * Reads the configuration.
 * @param known faults found earlier, while the values were read
 * @throws ConfigurationError with every fault at once
 */
export function parseEnv(source: Record<string, string | undefined>, known: string[] = []): Env {
  const { given, faults: own } = readFields(source)
  const faults = [...known, ...own]
  if (faults.length > 0) throw new ConfigurationError(faults)
  const env = given as Fields
  const production = env.NODE_ENV === 'production'
  return {
    production,
    databaseUrl: env.DATABASE_URL,
    databaseSchema: env.DATABASE_SCHEMA,
    databasePrepare: env.DATABASE_PREPARE,
    appUrl: env.APP_URL,
    authSecrets: env.AUTH_SECRET,
    bcryptCost: env.BCRYPT_COST,
    unverifiedAccountAge: env.UNVERIFIED_ACCOUNT_DAYS * DAY,
    operatorsNeedFactor:
      (env.OPERATOR_SECOND_FACTOR ?? (production ? 'required' : 'optional')) === 'required',
    sessionBinding: env.APP_URL.startsWith('https:') ? env.SESSION_BINDING : 'off',
    providers: providersOf(env),
    serviceAudiences: env.SERVICE_AUDIENCES,
    passkeyOrigins: env.PASSKEY_RELATED_ORIGINS,
    emailProof: emailProofOf(env),
    email: emailOf(env),
    monitoring: {
      rdsInstance: env.RDS_INSTANCE_ID,
      metricsToken: env.METRICS_TOKEN,
      alarmEmails: env.ALARM_EMAIL,
      alarmWebhookUrl: env.ALARM_WEBHOOK_URL,
    },
    webhooks: { allowPrivate: env.WEBHOOK_ALLOW_PRIVATE === '1' || !production },
    cronSecret: env.CRON_SECRET,
    trustedProxyHops: env.TRUSTED_PROXY_HOPS,
    rateLimitScale: env.RATE_LIMIT_SCALE,
    port: env.PORT,
  }
}

/** How to reach the database of a configuration. */
export const databaseOf = ({ databaseUrl, databaseSchema, databasePrepare }: Env): DatabaseSettings => ({
  url: databaseUrl,
  schema: databaseSchema,
  prepare: databasePrepare,
})
