import { describe, expect, it } from 'vitest'
import { ConfigurationError, parseEnv } from '../../../lib/kernel/env/env'

const SECRET = 'k3yb0ard-cat-0123456789-abcdefghijkl'
const development = {
  DATABASE_URL: 'postgres://localhost/huntaze',
  AUTH_SECRET: SECRET,
  EMAIL_TRANSPORT: 'mailbox',
}
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://app:pw@db.example.com/huntaze?sslmode=verify-full',
  APP_URL: 'https://auth.huntaze.com',
  AUTH_SECRET: SECRET,
  EMAIL_TRANSPORT: 'ses',
  AWS_REGION: 'eu-west-3',
}

function faultsOf(source: Record<string, string | undefined>): string[] {
  try {
    parseEnv(source)
    return []
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults
    throw error
  }
}

describe('configuration', () => {
  it('has the defaults of specification 3', () => {
    expect(parseEnv(development)).toEqual({
      production: false,
      databaseUrl: 'postgres://localhost/huntaze',
      databaseSchema: 'public',
      databasePrepare: 'auto',
      appUrl: 'http://localhost:3000',
      authSecrets: [SECRET],
      bcryptCost: 10,
      unverifiedAccountAge: 30 * 86_400_000,
      operatorsNeedFactor: false,
      sessionBinding: 'off',
      providers: {},
      serviceAudiences: [],
      passkeyOrigins: [],
      email: {
        transport: 'mailbox',
        from: 'Huntaze <noreply@huntaze.com>',
        topicArns: [],
        canaryInterval: 0,
      },
      monitoring: { alarmEmails: [] },
      webhooks: { allowPrivate: true },
      trustedProxyHops: 0,
      rateLimitScale: 1,
      port: 3000,
    })
  })

  it('takes a webhook in the clear on this machine alone, and an RDS instance only with a region', () => {
    const { monitoring } = parseEnv({
      ...development,
      ALARM_EMAIL: 'ops@huntaze.com, night@huntaze.com',
      ALARM_WEBHOOK_URL: 'http://127.0.0.1:9000/hook',
    })
    expect(monitoring.alarmEmails).toEqual(['ops@huntaze.com', 'night@huntaze.com'])
    expect(faultsOf({ ...development, RDS_INSTANCE_ID: 'huntaze' })).toEqual([
      'AWS_REGION is missing: RDS_INSTANCE_ID needs it',
    ])
  })

  it('lists faults of single values and of several together at once', () => {
    const faults = faultsOf({
      ...production,
      AUTH_SECRET: 'short',
      APP_URL: 'http://auth.huntaze.com',
      AWS_REGION: '',
      BCRYPT_COST: '5',
      DATABASE_URL: 'postgres://a:b@db.example.com/huntaze',
      SNS_TOPIC_ARNS: 'arn:aws:sqs:eu-west-3:1:x',
      RDS_INSTANCE_ID: 'not an identifier',
      METRICS_TOKEN: 'short',
      ALARM_EMAIL: 'ops@huntaze.com, somebody',
      ALARM_WEBHOOK_URL: 'http://hooks.example.com/',
    }).join('\n')
    const single = ['AUTH_SECRET', 'APP_URL', 'AWS_REGION', 'BCRYPT_COST', 'sslmode', 'SNS_TOPIC_ARNS']
    const monitoring = ['RDS_INSTANCE_ID', 'METRICS_TOKEN', 'ALARM_EMAIL', 'ALARM_WEBHOOK_URL']
    for (const name of [...single, ...monitoring]) expect(faults).toContain(name)
  })

  it('does not call a value missing that is there and wrong', () => {
    const smtp = { ...development, EMAIL_TRANSPORT: 'smtp', SMTP_URL: 'mail.example.com:587' }
    expect(faultsOf(smtp)).toEqual(['SMTP_URL must be an smtp(s):// address'])
    const ses = { ...production, AWS_REGION: 'eu west 3', RDS_INSTANCE_ID: 'huntaze' }
    expect(faultsOf(ses)).toEqual(['AWS_REGION must be the name of a region, like eu-west-3'])
  })

  it('accepts a whole production configuration', () => {
    expect(faultsOf(production)).toEqual([])
  })

  // ASVS 13.2.3
  it('lists every missing name at once', () => {
    const faults = faultsOf({ NODE_ENV: 'production' })
    for (const name of ['DATABASE_URL', 'AUTH_SECRET', 'EMAIL_TRANSPORT']) {
      expect(faults.some((fault) => fault.includes(name))).toBe(true)
    }
  })

  // ASVS 1.2.2, 9.1.2, 11.2.3
  it.each<[string, Record<string, string>, RegExp]>([
    ['a database that is none', { DATABASE_URL: 'mysql://x' }, /DATABASE_URL/],
    ['a script as origin', { APP_URL: 'javascript:alert(1)' }, /APP_URL/],
    ['an origin with a path', { APP_URL: 'https://huntaze.com/auth' }, /APP_URL/],
    ['a short secret', { AUTH_SECRET: 'short' }, /AUTH_SECRET/],
    ['one short secret among good ones', { AUTH_SECRET: `${SECRET},short` }, /AUTH_SECRET/],
    ['a trailing comma', { AUTH_SECRET: `${SECRET},` }, /AUTH_SECRET/],
    ['a secret of one character', { AUTH_SECRET: 'a'.repeat(40) }, /AUTH_SECRET/],
    ['the same secret twice', { AUTH_SECRET: `${SECRET},${SECRET}` }, /AUTH_SECRET/],
    ['an unknown transport', { EMAIL_TRANSPORT: 'pigeon' }, /EMAIL_TRANSPORT/],
    ['smtp without a server', { EMAIL_TRANSPORT: 'smtp' }, /SMTP_URL/],
    ['a raw % in the password for the mail server', { SMTP_URL: 'smtp://u:p%ss@h.example' }, /SMTP_URL.*%25/],
    ['half of a character there', { SMTP_URL: 'smtp://u:p%e9@h.example' }, /SMTP_URL.*%25/],
    ['a raw # there', { SMTP_URL: 'smtp://u:p#ss@h.example' }, /SMTP_URL.*%23/],
    [
      'a raw / there, behind what reads like a port',
      { SMTP_URL: 'smtp://u:12/3@h.example' },
      /SMTP_URL.*%2F/,
    ],
    ['a raw ? there', { SMTP_URL: 'smtp://u:12?3@h.example' }, /SMTP_URL.*%3F/],
    ['a mail server without a host', { SMTP_URL: 'smtp://' }, /SMTP_URL must be/],
    ['a mail server of another kind', { SMTP_URL: 'http://h.example' }, /SMTP_URL must be/],
    ['a greeting without a dot', { SMTP_NAME: 'web-1' }, /SMTP_NAME/],
    [
      'an address of reports that is too long for its mark',
      { EMAIL_BOUNCE_ADDRESS: 'reports-here@a.example' },
      /EMAIL_BOUNCE_ADDRESS/,
    ],
    ['one with a mark of its own', { EMAIL_BOUNCE_ADDRESS: 'b+x@a.example' }, /EMAIL_BOUNCE_ADDRESS/],
    [
      'one over SES',
      { EMAIL_BOUNCE_ADDRESS: 'bounce@a.example', EMAIL_TRANSPORT: 'ses', AWS_REGION: 'eu-west-3' },
      /EMAIL_TRANSPORT=smtp/,
    ],
    ['a door without an address', { BOUNCE_LISTEN: '127.0.0.1:2526' }, /EMAIL_BOUNCE_ADDRESS is missing/],
    ['a door at a name', { BOUNCE_LISTEN: 'mail.example:2526' }, /BOUNCE_LISTEN/],
    ['a door without a port', { BOUNCE_LISTEN: '127.0.0.1' }, /BOUNCE_LISTEN/],
    ['a door at a port that none is', { BOUNCE_LISTEN: '127.0.0.1:99999' }, /BOUNCE_LISTEN/],
    ['a mailbox without a password', { BOUNCE_IMAP_URL: 'imaps://user@mail.example' }, /BOUNCE_IMAP_URL/],
    ['a mailbox of another kind', { BOUNCE_IMAP_URL: 'pop3://u:p@mail.example' }, /BOUNCE_IMAP_URL/],
    ['a raw # in its password', { BOUNCE_IMAP_URL: 'imaps://u:p#ss@mail.example' }, /BOUNCE_IMAP_URL.*%40/],
    ['a region that the SDK would refuse', { AWS_REGION: 'eu west 3' }, /AWS_REGION/],
    [
      'an endpoint that the SDK would refuse',
      { AWS_ENDPOINT_URL_SES: 'localhost:8005' },
      /AWS_ENDPOINT_URL_SES/,
    ],
    ['a header in the sender', { EMAIL_FROM: 'a@b.c\r\nBcc: x@y.z' }, /EMAIL_FROM/],
    ['a sender without a domain', { EMAIL_FROM: 'Huntaze <noreply@localhost>' }, /EMAIL_FROM/],
    ['a cost too low', { BCRYPT_COST: '3' }, /BCRYPT_COST/],
    ['a cost too high', { BCRYPT_COST: '16' }, /BCRYPT_COST/],
    ['hops that are no number', { TRUSTED_PROXY_HOPS: 'two' }, /TRUSTED_PROXY_HOPS/],
    ['a scale of zero', { RATE_LIMIT_SCALE: '0' }, /RATE_LIMIT_SCALE/],
    ['a short cron secret', { CRON_SECRET: 'x' }, /CRON_SECRET/],
    [
      'a cron secret that no header holds',
      { CRON_SECRET: 'été-été-été-été-été' },
      /CRON_SECRET must be ASCII/,
    ],
    ['a token that no header holds', { METRICS_TOKEN: 'été-été-été-été-été' }, /METRICS_TOKEN must be ASCII/],
    ['a token that a header would trim', { METRICS_TOKEN: ' sixteen and more bytes' }, /METRICS_TOKEN/],
    [
      'a webhook with a password, which fetch refuses',
      { ALARM_WEBHOOK_URL: 'https://user:s3cret@hooks.example.com/T000' },
      /ALARM_WEBHOOK_URL must not have a name or a password(?![\s\S]*s3cret)/,
    ],
    ['a webhook with a name', { ALARM_WEBHOOK_URL: 'https://user@hooks.example.com/' }, /ALARM_WEBHOOK_URL/],
    ['a canary a fraction of a minute', { EMAIL_CANARY_MINUTES: '0.5' }, /EMAIL_CANARY_MINUTES/],
    ['a canary rarer than a day', { EMAIL_CANARY_MINUTES: '1441' }, /EMAIL_CANARY_MINUTES/],
    ['never-verified accounts without an age', { UNVERIFIED_ACCOUNT_DAYS: '-1' }, /UNVERIFIED_ACCOUNT_DAYS/],
    ['never-verified accounts of ages', { UNVERIFIED_ACCOUNT_DAYS: '3651' }, /UNVERIFIED_ACCOUNT_DAYS/],
    ['a port out of range', { PORT: '70000' }, /PORT/],
  ])('refuses %s', (_name, wrong, fault) => {
    expect(faultsOf({ ...development, ...wrong }).join('\n')).toMatch(fault)
  })

  // ASVS 6.3.4, 11.4.2, 12.2.1, 12.3.1, 13.4.2
  it.each<[string, Record<string, string>, RegExp]>([
    ['the local mailbox on a public origin', { EMAIL_TRANSPORT: 'mailbox' }, /mailbox/],
    ['plain http', { APP_URL: 'http://auth.huntaze.com' }, /https/],
    ['a cheap hash', { BCRYPT_COST: '9' }, /BCRYPT_COST/],
    [
      'a database over an unstated connection',
      { DATABASE_URL: 'postgres://a:b@db.example.com/huntaze' },
      /sslmode/,
    ],
    ['ses without a region', { AWS_REGION: '' }, /AWS_REGION/],
    ['canaries nobody reports', { EMAIL_CANARY_MINUTES: '5' }, /EMAIL_CANARY_MINUTES needs reports/],
    [
      'canaries through smtp',
      { EMAIL_CANARY_MINUTES: '5', EMAIL_TRANSPORT: 'smtp', SMTP_URL: 'smtps://u:p@mail.example.com' },
      /EMAIL_CANARY_MINUTES needs reports/,
    ],
  ])('refuses in production: %s', (_name, wrong, fault) => {
    expect(faultsOf({ ...production, ...wrong }).join('\n')).toMatch(fault)
  })

  it('takes canaries where deliveries are reported', () => {
    const reported = { SNS_TOPIC_ARNS: 'arn:aws:sns:eu-west-3:123456789012:mail', EMAIL_CANARY_MINUTES: '5' }
    expect(faultsOf({ ...production, ...reported })).toEqual([])
    expect(parseEnv({ ...production, ...reported }).email.canaryInterval).toBe(5 * 60_000)
    expect(faultsOf({ ...development, EMAIL_CANARY_MINUTES: '1440' })).toEqual([])
  })

  it('allows a local rehearsal of production', () => {
    expect(
      faultsOf({
        ...production,
        EMAIL_TRANSPORT: 'mailbox',
        APP_URL: 'http://localhost:3000',
        DATABASE_URL: 'postgres://localhost/x',
      }),
    ).toEqual([])
  })

  it('never quotes a value', () => {
    const marker = 'S3CR3T-MARKER'
    const wrong = Object.fromEntries(
      [
        'DATABASE_URL',
        'APP_URL',
        'AUTH_SECRET',
        'EMAIL_TRANSPORT',
        'EMAIL_FROM',
        'SMTP_URL',
        'CRON_SECRET',
        'PORT',
      ].map((name) => [name, name === 'CRON_SECRET' ? 'S3CR3T' : `${marker}<`]),
    )
    expect(faultsOf(wrong).join('\n')).not.toContain('S3CR3T')
    expect(faultsOf(wrong).length).toBeGreaterThanOrEqual(7)
  })

  it('takes an empty value for unset', () => {
    expect(parseEnv({ ...development, PORT: '', APP_URL: '' }).port).toBe(3000)
  })
})
