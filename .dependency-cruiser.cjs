/**
 * The house's layers, from the bottom: kernel, database, parts, flows, edge, and what uses them. A layer imports
 * from those below it and from itself, with the limits under "flows".
 */
const KERNEL =
  '^lib/(result|errors|clock|log|env|env-schema|env-rules|loopback|mail-address|seal|context)[.]ts$|^lib/i18n/'
const DATABASE = '^lib/db/'
const PARTS = '^lib/(token|rate-limit|events)/|^lib/email/(?!deliver[.]|worker[.])'
const FLOWS = '^lib/(auth|administration|monitoring|doctor)/|^lib/email/(deliver|worker)[.]'
const EDGE = '^lib/runtime[.]ts$|^lib/(http|openapi)/'
const OUTSIDE = '^(app|components|server|scripts|tests)/|^[^/]+[.](ts|mts)$'

/** Files made of types alone, which may name anything: nothing of them is left at run time. */
const TYPES_ONLY = '^lib/context[.]ts$'

const layer = (name, from, above) => ({
  name: `${name}-looks-down`,
  severity: 'error',
  comment: `${name} must not import from a layer above it`,
  from: { path: from, pathNot: TYPES_ONLY },
  to: { path: above.join('|'), dependencyTypesNot: ['type-only'] },
})

/** A package that only some files may import, so that it can be replaced in one place. */
const owned = (name, packages, owners) => ({
  name: `owner-of-${name}`,
  severity: 'error',
  comment: `only ${owners} may import ${name}`,
  from: { path: '^(app|components|lib|server|scripts)/|^[^/]+[.]ts$', pathNot: owners },
  to: { path: packages },
})

const inModules = (...names) => names.map((name) => `(^|node_modules/)${name}(/|$)`).join('|')

module.exports = {
  forbidden: [
    layer('kernel', KERNEL, [DATABASE, PARTS, FLOWS, EDGE, OUTSIDE]),
    layer('database', DATABASE, [FLOWS, EDGE, OUTSIDE]),
    {
      name: 'database-needs-no-part',
      severity: 'error',
      comment:
        'of the parts, the database may know how long things live and which states they have, and nothing else',
      from: { path: DATABASE },
      to: {
        path: PARTS,
        pathNot: '^lib/(token/lifetimes|email/lifecycle)[.]ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    layer('parts', PARTS, [FLOWS, EDGE, OUTSIDE]),
    layer('flows', FLOWS, [EDGE, OUTSIDE]),
    layer('edge', EDGE, [OUTSIDE]),
    {
      name: 'no-flow-imports-another-folder-of-flows',
      severity: 'error',
      from: { path: '^lib/(auth|administration|monitoring|email)/', pathNot: PARTS },
      to: { path: FLOWS, pathNot: '^lib/$1/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'scripts-and-tests-are-nobodys-base',
      severity: 'error',
      from: { path: '^(app|components|lib|server)/|^(proxy|instrumentation)[.]ts$' },
      to: { path: '^(scripts|tests)/' },
    },
    {
      name: 'no-server-carries-the-api-document-makers',
      severity: 'error',
      comment: 'the document is made by npm run docs:api; the server serves the file',
      from: {
        path: '^(app|components|lib|server)/',
        pathNot: '^lib/openapi/|^app/api/(documents|.*/(document|answer|example))[.]ts$',
      },
      to: { path: '^lib/openapi/|^app/api/(documents|.*/(document|answer|example))[.]ts$' },
    },
    {
      name: 'components-show',
      severity: 'error',
      comment: 'a component knows texts and shared schemas; no page, no database, no configuration',
      from: { path: '^components/' },
      to: {
        path: '^(app|server)/|^lib/(db|runtime|env|seal|email|token)',
        dependencyTypesNot: ['type-only'],
      },
    },
    owned('jose', inModules('jose'), '^lib/token/session-jwt[.]ts$'),
    owned('aws-sdk', inModules('@aws-sdk', '@smithy'), '^lib/(email/ses-sdk|monitoring/cloudwatch)[.]ts$'),
    owned('nodemailer', inModules('(@types/)?nodemailer'), '^lib/email/smtp(-connection)?[.]ts$'),
    owned('bcrypt', inModules('@node-rs/bcrypt'), '^lib/auth/password[^/]*[.]ts$'),
    {
      ...owned('pg', inModules('(@types/)?pg'), '^lib/db/'),
      to: { path: inModules('(@types/)?pg'), dependencyTypesNot: ['type-only'] },
    },
    owned('migrator', 'drizzle-orm/(node-postgres/)?migrator', '^lib/db/migrate[.]ts$'),
    owned(
      'next-and-react',
      inModules('next', 'react', 'react-dom', 'server-only'),
      '^(app|components|server|lib/http)/|^(proxy|instrumentation|next[.]config|next-env[.]d)[.]ts$',
    ),
    owned('child-processes', '^(node:)?child_process$', '^(scripts|tests)/|^lib/db/embedded/'),
    {
      name: 'no-cycle',
      severity: 'error',
      from: { pathNot: TYPES_ONLY },
      to: { circular: true, viaOnly: { pathNot: TYPES_ONLY, dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphan',
      severity: 'error',
      comment: 'nothing imports it and it imports nothing: dead',
      from: { orphan: true, pathNot: '^scripts/|[.](d[.]ts|css|svg)$' },
      to: {},
    },
    {
      name: 'not-resolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-package-in-the-product',
      severity: 'error',
      from: { path: '^(app|components|lib|server)/|^(proxy|instrumentation)[.]ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
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
