import { expect, it } from 'vitest'
import { EVENT_TYPES } from '../../../lib/audit/types'
import { PRODUCT } from '../../../lib/kernel/brand'
import { personalWords } from '../../../lib/password/personal'
import { namesIn, rowsUnder, unquoted } from '../../support/documents'
import { files, read } from '../house/files'

const DOCUMENT = 'docs/SECURITY_INVENTORY.md'

const product = files.filter((name) =>
  /^((lib|app|server|components)\/.*|proxy|instrumentation)[.]tsx?$|^proxy[.]ts$/.test(name),
)
const using = (pattern: RegExp): string[] => product.filter((name) => pattern.test(read(name))).toSorted()
const rows = (heading: string): string[][] => rowsUnder(DOCUMENT, heading)

// ASVS 11.1.2, 11.1.3, 11.2.1
it('lists every file that uses cryptography', () => {
  const listed = rows('Cryptography').map(([file]) => unquoted(file))
  expect(using(/(from |import\()'(node:crypto|jose|@node-rs\/(bcrypt|argon2))'/)).toEqual(listed.toSorted())
  // Work that a browser does for the server; it keeps no secret.
  expect(using(/\bcrypto[.](subtle|getRandomValues|randomUUID)|createDiffieHellman|createECDH/)).toEqual([
    'components/brake/solve.ts',
  ])
})

// ASVS 11.3.1, 11.3.2, 11.4.1, 11.4.3
it('knows the algorithms: AES-256-GCM, SHA-256 and SHA-384, those of imported hashes, and no other', () => {
  const named = product.flatMap((name) => [
    ...read(name).matchAll(
      /\b(createCipheriv|createDecipheriv|createHash|createHmac|hkdfSync|scrypt\w*|pbkdf2\w*)\(\s*('[^']*'|\w+)/g,
    ),
  ])
  expect([...new Set(named.map(([, call, algorithm]) => `${call} ${algorithm}`))].toSorted()).toEqual([
    "createCipheriv 'aes-256-gcm'",
    "createDecipheriv 'aes-256-gcm'",
    "createHash 'sha256'",
    "createHmac 'sha256'",
    "createHmac 'sha384'",
    "hkdfSync 'sha256'",
    'pbkdf2 password',
    'scrypt password',
  ])
  // RFC 6238's codes are HMAC-SHA-1, which no collision touches, and the only ones that every app knows.
  expect(using(/['"`-](md5|sha-?1|des|rc4|ecb)['"`-]/i)).toEqual(['lib/factor/totp/secret.ts'])
  // Imported hashes of an older Django are PBKDF2 with it; ours take their place at the next sign-in.
  expect(using(/\bsha1\b/i)).toEqual([
    'lib/factor/totp/secret.ts',
    'lib/password/foreign/limits.ts',
    'lib/password/foreign/pbkdf2.ts',
  ])
})

// ASVS 13.1.1, 13.2.4
it('lists every file that opens a connection', () => {
  const listed = rows('Connections').map(([, file]) => unquoted(file))
  const opening = using(
    /\bfetch\((url|new|'|`|address)|\bnew Resolver\(|\bnew (Pool|SESClient|CloudWatchClient)\(|\bnew SMTPConnection\(/,
  )
  const inBrowsers = opening.filter(
    (name) => !/^['"]use client['"]/.test(read(name)) && !name.startsWith('components/'),
  )
  expect(inBrowsers.filter((name) => !listed.includes(name))).toEqual([])
  for (const file of listed) expect(product).toContain(file)
})

/** Make what the handlers give. */
const MAKERS = ['lib/http/cookies.ts', 'lib/http/response/add-sign-in.ts']

// ASVS 6.1.3, 6.3.4
it('lists every handler that gives a session', () => {
  const listed = rows('Ways in').map(([file]) => unquoted(file))
  expect(
    using(/\b(addSignIn|addSignInCookies|sessionCookie)\(/).filter((name) => !MAKERS.includes(name)),
  ).toEqual(listed.toSorted())
})

// ASVS 6.1.2
it('names the words of the product that no password may consist of', () => {
  const words = personalWords({ name: '', email: '@' })
  expect(words).toEqual([PRODUCT.toLowerCase()])
  expect(read(DOCUMENT)).toContain(`the product's name \`${PRODUCT.toLowerCase()}\``)
})

// ASVS 16.1.1
it('lists every event of the log', () => {
  const listed = rows('The log').flatMap(([, events]) => namesIn(events))
  const written = product.flatMap((name) =>
    [...read(name).matchAll(/\blog(?:[.](?:info|warn|error)|\[level\])\(\s*'([a-z_]+)'/g)].map(
      ([, event = '']) => event,
    ),
  )
  expect([...new Set(written)].toSorted()).toEqual([...new Set(listed)].toSorted())
})

// ASVS 16.1.1
it('lists every event of an account', () => {
  const listed = rows('Events of accounts').flatMap(([, events = '']) =>
    namesIn(events.replaceAll(/\([^)]*\)/g, '')),
  )
  expect(listed.toSorted()).toEqual([...EVENT_TYPES].toSorted())
})

// ASVS 16.2.3
it('has one writer of the log; beside it only the message that no server starts', () => {
  expect(using(/\bprocess[.](stdout|stderr)[.]write|\bconsole[.]\w+\(/)).toEqual([
    'lib/runtime/process-log.ts',
    'lib/runtime/start.ts',
    'server/main.ts',
  ])
  expect(using(/\bprocess[.]stdout[.]write/)).toEqual(['lib/runtime/process-log.ts'])
})
