import { isLoopback } from '../network/loopback'

/** A readable DATABASE_URL. */
export type DatabaseAddress = {
  /** As the driver takes it. */
  url: string
  /** On this machine: a socket or a loopback address. */
  isLocal: boolean
  /** Sentences about values that are read differently than by libpq, for the log at the start. */
  notices: string[]
}

/** `no-verify` is the driver's own. */
const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify']

/** libpq would go on without TLS where the server has none. */
const FALLING_BACK = ['allow', 'prefer']

const SEVERAL_HOSTS =
  'DATABASE_URL names several hosts, and one is taken: name the server that takes writes, or a DNS name or pooler that follows it'
const NO_ADDRESS =
  'DATABASE_URL must be a postgres:// address (in a password, write @ : / ? # % as %40 %3A %2F %3F %23 %25)'

/** The part with user, host and port: `postgres://…/`. */
const authorityOf = (text: string): string => /^[^:]*:\/\/([^/?#]*)/.exec(text)?.[1] ?? ''

/** libpq's lists (34.1.1.3) hold commas, which a URL does not even allow before a port. */
const namesSeveralHosts = (text: string): boolean =>
  authorityOf(text).split('@').at(-1)?.includes(',') === true ||
  /[?&](host|hostaddr|port)=[^&#]*(,|%2C)/i.test(text)

/** libpq's socket forms: `?host=/folder`, `//%2Ffolder/`, and no host at all. */
const isSocket = (url: URL): boolean =>
  url.searchParams.get('host')?.startsWith('/') || /^(%2F|$)/i.test(url.hostname)

/**
 * The driver takes all of these for `verify-full`, and warns that its next version will not. `uselibpqcompat` gives them
 * libpq's meanings, but for those that fall back, which it knows as little.
 */
function withPlainMode(text: string, url: URL): string {
  const mode = url.searchParams.get('sslmode') ?? ''
  const asLibpq = url.searchParams.get('uselibpqcompat') === 'true'
  const isRenamed = asLibpq ? FALLING_BACK.includes(mode) : /^(allow|prefer|require|verify-ca)$/.test(mode)
  return isRenamed ? text.replace(/([?&]sslmode=)[^&#]*/, `$1${asLibpq ? 'require' : 'verify-full'}`) : text
}

function isUnreadable(escaped: string): boolean {
  try {
    decodeURIComponent(escaped)
    return false
  } catch {
    return true
  }
}

/**
 * True if the driver would misread user or password. It accepts a raw `%`, but then reads each escape with a letter, like
 * `%2F`, as three characters; and it cannot read half of a character, like `%E9`.
 */
const isMisread = (text: string): boolean => {
  const user = authorityOf(text).split('@').slice(0, -1).join('@')
  return /%(?![\da-f]{2})/i.test(user) ? /%(?!\d\d)[\da-f]{2}/i.test(user) : isUnreadable(user)
}

/** Reads DATABASE_URL, for the check of the configuration and for whoever connects. */
export function readDatabaseAddress(text: string): DatabaseAddress | { fault: string } {
  if (!/^postgres(ql)?:\/\//.test(text)) return { fault: NO_ADDRESS }
  if (namesSeveralHosts(text)) return { fault: SEVERAL_HOSTS }
  if (!URL.canParse(text) || isMisread(text)) return { fault: NO_ADDRESS }
  const url = new URL(text)
  const mode = url.searchParams.get('sslmode')
  if (mode !== null && !SSL_MODES.includes(mode))
    return { fault: `DATABASE_URL: sslmode must be one of ${SSL_MODES.join(', ')}` }
  const notices = FALLING_BACK.includes(mode ?? '')
    ? [`DATABASE_URL: sslmode=${mode} counts as require, a connection without TLS is never tried`]
    : []
  return { url: withPlainMode(text, url), isLocal: isSocket(url) || isLoopback(url), notices }
}
