import { type Check, green, type Probe, red, yellow } from './check'

const MIN_AUTH_SECRET = 32
const MIN_CRON_SECRET = 16

/** A rotation needs two: the newest signs, the one before still verifies. One more is tolerated. */
const ENOUGH_SECRETS = 3

const GENERATE = 'make one with `openssl rand -base64 32`'

/** Variables of hosts that freeze a process, and with it our worker, between requests. */
const FREEZING_HOSTS = ['AWS_LAMBDA_FUNCTION_NAME', 'AWS_EXECUTION_ENV', 'VERCEL', 'NETLIFY']

const secretsOf = ({ source }: Probe): string[] =>
  (source.AUTH_SECRET ?? '')
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '')

const authSecretCheck: Check = {
  name: 'AUTH_SECRET',
  async run(probe) {
    const secrets = secretsOf(probe)
    if (secrets.length === 0) return red('missing', GENERATE)
    const shortest = Math.min(...secrets.map((secret) => Buffer.byteLength(secret)))
    const text = `${secrets.length} secret(s), the shortest ${shortest} bytes`
    if (shortest < MIN_AUTH_SECRET) return red(text, `use ${MIN_AUTH_SECRET} bytes or more: ${GENERATE}`)
    if (secrets.length > ENOUGH_SECRETS)
      return yellow(text, 'drop the oldest: each one that leaks can still sign a session')
    return green(text)
  },
}

function withoutCronSecret({ source }: Probe) {
  const host = FREEZING_HOSTS.find((name) => source[name])
  if (!host) return green('unset: the app’s own worker sends the mail')
  return yellow(
    `unset, but ${host} says that this host freezes between requests: mail would wait`,
    'set CRON_SECRET and let a scheduler call GET /api/maintenance with it',
  )
}

const cronSecretCheck: Check = {
  name: 'CRON_SECRET',
  async run(probe) {
    const secret = probe.source.CRON_SECRET
    if (!secret) return withoutCronSecret(probe)
    const length = Buffer.byteLength(secret)
    if (secretsOf(probe).includes(secret))
      return red('the same as an AUTH_SECRET', `use another: ${GENERATE}`)
    if (length < MIN_CRON_SECRET) return red(`${length} bytes`, `use ${MIN_CRON_SECRET} bytes or more`)
    return green(`${length} bytes`)
  },
}

export const secretChecks: Check[] = [authSecretCheck, cronSecretCheck]
