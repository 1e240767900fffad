import { expect, it } from 'vitest'
import { files, read } from './files'

const product = files.filter((name) =>
  /^(lib|app|components|server)\/.*[.]tsx?$|^(proxy|instrumentation)[.]ts$/.test(name),
)

/** Files of the product in which a pattern stands; the pattern must be found in `breach`. */
function having(pattern: RegExp, breach: string): string[] {
  expect(breach).toMatch(pattern)
  return product.filter((name) => pattern.test(read(name))).toSorted()
}

// ASVS 1.3.2
it('nothing runs text as code', () => {
  expect(
    having(/\beval\(|\bnew Function\(|\bFunction\(|set(Timeout|Interval)\(\s*['"`]/, "setTimeout('x()')"),
  ).toEqual([])
  expect(having(/from 'node:vm'|javascript:/, "import vm from 'node:vm'")).toEqual([])
})

// ASVS 1.2.3, 3.2.2
it('nothing writes HTML into a page but React', () => {
  const pattern =
    /dangerouslySetInnerHTML|\b(inner|outer)HTML\b|insertAdjacentHTML|document[.]write|createContextualFragment/
  expect(having(pattern, '<p dangerouslySetInnerHTML={html} />')).toEqual([])
  expect(having(/<script\b/, '<script>')).toEqual([])
})

// ASVS 1.2.4
it('no statement is made of text but of constants', () => {
  // Column names, sums of columns and letters with accents: constants of the code.
  expect(having(/\bsql[.]raw\(/, 'sql.raw(name)')).toEqual([
    'lib/account/searchable-name.ts',
    'lib/monitor/count/store-requests.ts',
    'lib/monitor/panel/requests.ts',
    'lib/monitor/ready.ts',
  ])
  // Names of schemas and tables, quoted by the driver, and constants.
  const built = /[.]query\(\s*(`[^`]*[$][{]|[^`'"()]*[+])/
  expect(having(built, 'pool.query(`select $' + '{name}`)')).toEqual([
    'lib/db/migrate/apply-migration.ts',
    'lib/db/migrate/build-indexes.ts',
    'lib/db/migrate/connect.ts',
    'lib/db/migrate/fill-columns.ts',
    'lib/db/migrate/lock.ts',
    'lib/db/migrate/migrate.ts',
    'lib/db/statement/statements.ts',
  ])
})

// ASVS 1.2.9
it('no expression is made of what somebody typed', () => {
  // Parts of these are constants of the code.
  expect(having(/\bnew RegExp\(/, 'new RegExp(typed)')).toEqual([
    'lib/account/name.ts',
    'lib/email/transport/smtp/reply/patterns.ts',
    'lib/kernel/text/unseen.ts',
    'lib/link/mend/bent-path.ts',
    'lib/link/mend/read-link.ts',
  ])
})

// ASVS 6.5.3, 11.5.1
it('chance that anybody could foresee decides only when something is done', () => {
  expect(having(/\bMath[.]random\(/, 'Math.random()')).toEqual([
    'lib/db/repeat.ts',
    'lib/email/send/deliver.ts',
    'lib/queue/backoff.ts',
    'lib/runtime/background.ts',
  ])
  // A UUID has 122 random bits: it opens nothing. It names a worker's claim, a session's handle, a service token, passkeys and linked identities, events and people to other services, and salts networks.
  expect(having(/\brandomUUID\(|gen_random_uuid/, 'randomUUID()')).toEqual([
    'lib/account/change.ts',
    'lib/account/schema.ts',
    'lib/email/outbox/claim.ts',
    'lib/factor/passkey/schema.ts',
    'lib/provider/schema.ts',
    'lib/service-token/issue.ts',
    'lib/session/issue.ts',
    'lib/session/schema.ts',
    'lib/webhook/schema.ts',
  ])
})

// ASVS 11.2.4
it('secrets are compared in constant time, or looked up by their hash', () => {
  expect(having(/\btimingSafeEqual\(/, 'timingSafeEqual(a, b)')).toEqual([
    'lib/browser-proof/nonce.ts',
    'lib/email/return-path.ts',
    'lib/http/request/bearer.ts',
    'lib/password/foreign/pbkdf2.ts',
    'lib/password/foreign/scrypt.ts',
    'lib/session/bind/stamp.ts',
    'lib/session/device/mark.ts',
    'lib/session/jwt.ts',
  ])
  const compared =
    /\b(secret|signature|token|hash|proof|mac|digest)\b\s*[!=]==\s*(?!undefined|null|''|\w+[.]kid)\w/i
  expect(having(compared, 'if (token === given) return')).toEqual([])
})
