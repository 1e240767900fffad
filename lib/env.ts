import { z } from 'zod'

const MIN_SECRET_BYTES = 32
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The configuration, parsed once. Names and meanings: `.env.example`. */
export type Env = {
  production: boolean
  databaseUrl: string
  /** The public origin, without a trailing slash. Every link and every Origin check uses it, never a request. */
  appUrl: string
  /** JWT signing secrets, newest first. */
  authSecrets: string[]
  bcryptCost: number
  email: { transport: 'mailbox' | 'ses' | 'smtp'; from: string; smtpUrl?: string }
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

export const isLoopback = (url: URL): boolean => LOOPBACK_HOSTS.has(url.hostname)

/** `local@domain.tld`, alone or in angle brackets behind a display name. */
const SENDER =
  /^(?:[^<>"\r\n]+ <[^\s<>@",]+@[^\s<>@",.]+(?:\.[^\s<>@",.]+)+>|[^\s<>@",]+@[^\s<>@",.]+(?:\.[^\s<>@",.]+)+)$/

const isUrl = (value: string, protocols: string[]): boolean =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol)

const number = (name: string, min: number, max: number, fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .transform(Number)
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, {
      message: `${name} must be a whole number from ${min} to ${max}`,
    })

const secrets = z
  .string({
    error:
      'AUTH_SECRET is missing: set it to 32 or more random bytes, for example from `openssl rand -base64 32`',
  })
  .transform((value) => value.split(',').map((secret) => secret.trim()))
  .refine((list) => list.every((secret) => Buffer.byteLength(secret) >= MIN_SECRET_BYTES), {
    message: `AUTH_SECRET: each comma-separated secret must have at least ${MIN_SECRET_BYTES} bytes`,
  })
  .refine((list) => list.every((secret) => new Set(secret).size >= 8), {
    message: 'AUTH_SECRET: a secret repeats a few characters; use random bytes',
  })
  .refine((list) => new Set(list).size === list.length, {
    message: 'AUTH_SECRET lists the same secret twice',
  })

const origin = z
  .string()
  .default('http://localhost:3000')
  .refine((value) => isUrl(value, ['http:', 'https:']), { message: 'APP_URL must be an http(s) origin' })
  .refine((value) => !URL.canParse(value) || /^\/?$/.test(new URL(value).pathname + new URL(value).search), {
    message: 'APP_URL must be an origin alone, without a path',
  })
  .transform((value) => (URL.canParse(value) ? new URL(value).origin : value))

const schema = z.object({
  NODE_ENV: z.string().optional(),
  DATABASE_URL: z
    .string({
      error: 'DATABASE_URL is missing: set it to postgres://… (`npm run dev` starts a database by itself)',
    })
    .refine((value) => isUrl(value, ['postgres:', 'postgresql:']), {
      message: 'DATABASE_URL must be a postgres:// address',
    }),
  APP_URL: origin,
  AUTH_SECRET: secrets,
  EMAIL_TRANSPORT: z.enum(['mailbox', 'ses', 'smtp'], {
    error: 'EMAIL_TRANSPORT must be set to one of mailbox, ses, smtp',
  }),
  EMAIL_FROM: z
    .string()
    .default('Huntaze <noreply@huntaze.com>')
    .refine((value) => SENDER.test(value), {
      message: 'EMAIL_FROM must look like `Huntaze <noreply@huntaze.com>`',
    }),
  SMTP_URL: z
    .string()
    .refine((value) => isUrl(value, ['smtp:', 'smtps:']), {
      message: 'SMTP_URL must be an smtp(s):// address',
    })
    .optional(),
  AWS_REGION: z.string().optional(),
  CRON_SECRET: z
    .string()
    .refine((value) => Buffer.byteLength(value) >= 16, { message: 'CRON_SECRET must have at least 16 bytes' })
    .optional(),
  TRUSTED_PROXY_HOPS: number('TRUSTED_PROXY_HOPS', 0, 10, 0),
  RATE_LIMIT_SCALE: z
    .string()
    .default('1')
    .transform(Number)
    .refine((value) => Number.isFinite(value) && value > 0, {
      message: 'RATE_LIMIT_SCALE must be a number above 0',
    }),
  BCRYPT_COST: number('BCRYPT_COST', 4, 15, 10),
  PORT: number('PORT', 0, 65_535, 3000),
})

type Parsed = z.infer<typeof schema>

/** A database across a network without a stated `sslmode` would send password hashes in the clear, unnoticed. */
function crossesNetworkUnstated(databaseUrl: string): boolean {
  const url = new URL(databaseUrl)
  const socket = url.searchParams.get('host')?.startsWith('/') || url.hostname === ''
  return !socket && !isLoopback(url) && !url.searchParams.has('sslmode')
}

/** Faults that show only when values are read together. */
function combinedFaults(parsed: Parsed): string[] {
  const { EMAIL_TRANSPORT: transport } = parsed
  const production = parsed.NODE_ENV === 'production'
  const app = new URL(parsed.APP_URL)
  const faults: [boolean, string][] = [
    [transport === 'smtp' && !parsed.SMTP_URL, 'SMTP_URL is missing: EMAIL_TRANSPORT=smtp needs it'],
    [transport === 'ses' && !parsed.AWS_REGION, 'AWS_REGION is missing: EMAIL_TRANSPORT=ses needs it'],
    [
      production && transport === 'mailbox' && !isLoopback(app),
      'EMAIL_TRANSPORT=mailbox shows every link to whoever looks: in production it needs a loopback APP_URL',
    ],
    [
      production && app.protocol !== 'https:' && !isLoopback(app),
      'APP_URL must be https in production (a loopback address may be http)',
    ],
    [production && parsed.BCRYPT_COST < 10, 'BCRYPT_COST must be at least 10 in production'],
    [
      production && crossesNetworkUnstated(parsed.DATABASE_URL),
      'DATABASE_URL leaves this host: state its sslmode (verify-full recommended)',
    ],
  ]
  return faults.filter(([wrong]) => wrong).map(([, fault]) => fault)
}

/**
 * Reads the configuration. An empty variable counts as unset.
 * @throws ConfigurationError with every fault at once
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw new ConfigurationError(parsed.error.issues.map((issue) => issue.message))
  const faults = combinedFaults(parsed.data)
  if (faults.length > 0) throw new ConfigurationError(faults)
  const env = parsed.data
  return {
    production: env.NODE_ENV === 'production',
    databaseUrl: env.DATABASE_URL,
    appUrl: env.APP_URL,
    authSecrets: env.AUTH_SECRET,
    bcryptCost: env.BCRYPT_COST,
    email: { transport: env.EMAIL_TRANSPORT, from: env.EMAIL_FROM, smtpUrl: env.SMTP_URL },
    cronSecret: env.CRON_SECRET,
    trustedProxyHops: env.TRUSTED_PROXY_HOPS,
    rateLimitScale: env.RATE_LIMIT_SCALE,
    port: env.PORT,
  }
}
