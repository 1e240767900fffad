/**
 * The layers of the house, from the bottom: kernel, database, nouns, verbs, edge, and their users. A layer imports
 * from those below it and from itself; `verbs` says more about the verbs.
 */
const KERNEL = '^lib/kernel/'
const TEXTS = '^lib/i18n/'
const DATABASE = '^lib/db/'
const NOUNS =
  '^lib/(account|password|factor|provider|session|link|limit|audit|email|browser-proof|queue|webhook)/'
const VERBS = '^lib/(auth|operate|monitor|doctor)/'
const EDGE = '^lib/(runtime|http)/'
const OUTSIDE = '^(app|components|server|scripts|dev|openapi|tests)/|^[^/]+[.](ts|mts)$'

const layer = (name, from, above) => ({
  name: `${name}-looks-down`,
  severity: 'error',
  comment: `${name} must not import from a layer above it, types included`,
  from: { path: from },
  to: { path: above.join('|') },
})

/** A package with one owner, so that it can be replaced in one place. */
const owned = (name, packages, owners) => ({
  name: `owner-of-${name}`,
  severity: 'error',
  comment: `only ${owners} may import ${name}`,
  from: { path: '^(app|components|lib|server|scripts|dev|openapi)/|^[^/]+[.]ts$', pathNot: owners },
  to: { path: packages },
})

const inModules = (...names) => names.map((name) => `(^|node_modules/)${name}(/|$)`).join('|')

/** Makers of the API document: a server serves the file they wrote, and carries none of them. */
const API_DOCUMENT = '^openapi/|^app/api/(documents|.*/(document|answer|example|meanings))[.]ts$'

/** Code that hashes, judges or mails, and the maker of a runtime, which holds all of it. Tables of words are none. */
const FLOWS =
  '^lib/auth/(?!(inspect-link|inspect-reset|read-account|read-factors|read-passkeys|read-pending-totp|read-verification-status)[.]ts$)|^lib/password/(hash|bcrypt|foreign/(argon2id|bcrypt|scrypt|pbkdf2|read)|judge|gate|dictionary|packed-file|packed-words|word-lists|personal)[.]ts$' +
  '|^lib/email/(send/(?!remedies[.]ts$)|letters/(?!kinds[.]ts$))|^lib/email/(ses|transport/create)[.]ts$|^lib/email/transport/smtp/|^lib/runtime/(create|start)[.]ts$'

module.exports = {
  forbidden: [
    layer('kernel', KERNEL, [TEXTS, DATABASE, NOUNS, VERBS, EDGE, OUTSIDE]),
    layer('texts', TEXTS, [DATABASE, NOUNS, VERBS, EDGE, OUTSIDE]),
    layer('database', DATABASE, [TEXTS, NOUNS, VERBS, EDGE, OUTSIDE]),
    layer('nouns', NOUNS, [VERBS, EDGE, OUTSIDE]),
    layer('verbs', VERBS, [EDGE, OUTSIDE]),
    layer('edge', EDGE, [OUTSIDE]),
    {
      name: 'a-verb-imports-no-verb',
      severity: 'error',
      comment: 'two rooms of verbs share a noun, never each other',
      from: { path: '^lib/(auth|operate|monitor)/' },
      to: { path: VERBS, pathNot: '^lib/$1/' },
    },
    {
      name: 'one-verb-a-file',
      severity: 'error',
      comment: 'a verb of lib/auth calls nouns, never another verb',
      from: { path: '^lib/auth/' },
      to: { path: '^lib/auth/' },
    },
    {
      name: 'scripts-and-tests-are-nobodys-base',
      severity: 'error',
      from: {
        path: '^(app|components|lib|server|dev|openapi)/|^(proxy|instrumentation)[.]ts$',
        pathNot: '^dev/pictures/',
      },
      to: { path: '^(scripts|tests)/' },
    },
    {
      name: 'no-server-carries-the-api-document-makers',
      severity: 'error',
      comment: 'npm run docs:api makes the document; the server serves the file',
      from: { path: '^(app|components|lib|server|dev)/', pathNot: API_DOCUMENT },
      to: { path: API_DOCUMENT },
    },
    {
      name: 'components-show',
      severity: 'error',
      comment: 'a component knows texts and shared schemas; no page, no database, no configuration',
      from: { path: '^components/' },
      to: {
        path: '^(app|server|dev)/|^lib/(db|runtime|email|link|session|account)/|^lib/kernel/(env|seal)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'pages-carry-no-flow',
      severity: 'error',
      comment:
        'a page reads; what hashes, judges and mails stands behind the API, so that Next.js loads no second copy of it',
      from: {
        path: '^(app|components|lib/http/page)/|^proxy[.]ts$',
        pathNot: '^app/(api|auth/oidc|[.]well-known)/',
      },
      to: { path: FLOWS, reachable: true },
    },
    owned('bowser', inModules('bowser'), '^lib/session/client/user-agent[.]ts$'),
    owned('mmdb-lib', inModules('mmdb-lib'), '^lib/session/client/country[.]ts$'),
    owned('traces', inModules('@opentelemetry/api'), '^lib/kernel/trace/'),
    owned('jose', inModules('jose'), '^lib/(session/jwt|service-token/key)[.]ts$'),
    owned(
      'aws-sdk',
      inModules('@aws-sdk', '@smithy'),
      '^lib/(email/transport/ses/sdk|monitor/gauge/cloudwatch)[.]ts$',
    ),
    owned('nodemailer', inModules('(@types/)?nodemailer'), '^lib/email/transport/smtp/'),
    owned('mime-parser', inModules('postal-mime'), '^lib/email/report/mailed/parse[.]ts$'),
    owned('report-doors', inModules('smtp-server', 'imapflow'), '^(lib/email/report/mailed/doors|tests)/'),
    owned('webauthn', inModules('@simplewebauthn/server'), '^lib/factor/passkey/'),
    owned('webauthn-browser', inModules('@simplewebauthn/browser'), '^components/passkey/'),
    owned('totp', inModules('otpauth', 'uqr'), '^lib/factor/totp/'),
    owned('openid-client', inModules('openid-client', 'oauth4webapi'), '^lib/provider/'),
    owned('openid-provider', inModules('oidc-provider'), '^dev/'),
    owned('altcha', inModules('altcha-lib'), '^lib/limit/work/'),
    owned('bcrypt', inModules('@node-rs/bcrypt'), '^lib/password/bcrypt[.]ts$'),
    owned('argon2', inModules('@node-rs/argon2'), '^lib/password/foreign/argon2id[.]ts$'),
    {
      ...owned('pg', inModules('(@types/)?pg'), '^(lib/db|dev/postgres)/'),
      to: { path: inModules('(@types/)?pg'), dependencyTypesNot: ['type-only'] },
    },
    owned('migrator', 'drizzle-orm/(node-postgres/)?migrator', '^lib/db/migrate/'),
    owned(
      'next-and-react',
      inModules('next', 'react', 'react-dom', 'server-only'),
      '^(app|components|server|lib/http/page)/|^(proxy|instrumentation|next[.]config|next-env[.]d)[.]ts$',
    ),
    owned('child-processes', '^(node:)?child_process$', '^(scripts|tests|dev)/'),
    { name: 'no-cycle', severity: 'error', comment: 'types included', from: {}, to: { circular: true } },
    {
      name: 'no-orphan',
      severity: 'error',
      comment: 'nothing imports it and it imports nothing: dead',
      from: { orphan: true, pathNot: '^scripts/|[.](d[.]ts|css|svg)$' },
      to: {},
    },
    { name: 'not-resolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-development-package-in-the-product',
      severity: 'error',
      from: { path: '^(app|components|lib|server)/|^(proxy|instrumentation)[.]ts$' },
      // The packages of tests/package.json are in no list that the product may read: npm-no-pkg.
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
