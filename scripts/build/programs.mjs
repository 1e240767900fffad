import { dirname } from 'node:path'
import { build } from 'esbuild'
import { here, OPTIONS, serverOnly } from './bundle.mjs'

/** Next.js, and packages with native code: never bundled. */
const PACKAGES = ['next', '@next/env', '@node-rs/argon2', '@node-rs/bcrypt', 'pg-native']

/** CommonJS packages load Node.js's modules by `require`. */
const REQUIRE = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`

/**
 * Leaves out the languages of zod's own messages, which a program uses in English or not at all: a quarter of the code of
 * the server. zod exports them as one object, so that esbuild cannot tell.
 */
const zodInEnglish = {
  name: 'zod-in-english',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index[.]js$/ }, ({ path }) => ({
      contents: `export { default as en } from './en.js'`,
      resolveDir: dirname(path),
    }))
  },
}

/**
 * Bundles programs together with the packages they use: to find and read 500 files costs a third of a start. Parts that a
 * program imports when it needs them stay apart, in `chunks/`, so that it does not load them earlier.
 * @param entries TypeScript programs by the path they get in `folder`, without `.mjs`
 * @param external further packages that stay where they are
 * @param more options of esbuild
 */
const bundlePrograms = (entries, folder, external, more) =>
  build({
    ...OPTIONS,
    entryPoints: Object.entries(entries).map(([out, entry]) => ({ out, in: here(entry) })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    // A part that is CommonJS has no named exports.
    mainFields: ['module', 'main'],
    chunkNames: 'chunks/[name]-[hash]',
    external: [...PACKAGES, ...external],
    banner: { js: REQUIRE },
    // However they are started, these programs never use the defaults of development.
    define: { ...OPTIONS.define, 'process.env.NODE_ENV': '"production"' },
    plugins: [serverOnly, zodInEnglish],
    ...more,
  })

/** Loaded only when they are needed, from where npm put them. */
const WHERE_NPM_PUT_THEM = ['@aws-sdk/*', '@zxcvbn-ts/*', 'nodemailer', 'imapflow', 'smtp-server']

/** The server of `npm start`. */
export const bundleServer = (folder, more) =>
  bundlePrograms({ server: 'server/main.ts' }, folder, WHERE_NPM_PUT_THEM, { sourcemap: true, ...more })

/** Programs of commands that stand in a folder of their own. */
const IN_FOLDERS = { users: 'scripts/people/users.ts', report: 'scripts/report/report.ts' }

/** Names of the commands of a tree. */
export const COMMANDS = [
  'db-init-safe',
  'doctor',
  'operator',
  'cleanup',
  'webhook',
  'keys',
  'users',
  'report',
]

/** The TypeScript program of a command. */
export const programOf = (name) => IN_FOLDERS[name] ?? `scripts/${name}.ts`

/** The server and the commands of a tree that has no other packages than Next.js and the one with native code. */
export const bundleTree = (folder, more) =>
  bundlePrograms(
    {
      server: 'server/standalone.ts',
      ...Object.fromEntries(COMMANDS.map((name) => [`bin/${name}`, programOf(name)])),
    },
    folder,
    [],
    more,
  )
