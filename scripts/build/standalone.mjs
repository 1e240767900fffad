import { cpSync, existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { bundle, here } from './bundle.mjs'

const tree = here('dist/standalone')

const built = here('.next/standalone')

/** Left out: configuration and secrets, which belong to the host, and Next.js's own server, which lacks our front. */
const LEFT_OUT = ['.env', '.env.production', 'server.js'].map((name) => path.join(built, name))

/** Packages of the tree: Next.js, and the one with native code. All others are bundled into the programs. */
const PACKAGES = ['next', '@next/env', '@node-rs/bcrypt', 'pg-native']

/** CommonJS packages load Node.js's modules by `require`. */
const REQUIRE = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`

const makeProgram = (entry, name) =>
  bundle(entry, path.join(tree, name), {
    external: PACKAGES,
    banner: { js: REQUIRE },
    // However they are started, these programs never use the defaults of development.
    define: { 'process.env.NODE_ENV': '"production"' },
  })

if (!existsSync(built)) {
  process.stderr.write('There is no build: run `npm run build` first.\n')
  process.exit(1)
}
rmSync(tree, { recursive: true, force: true })
cpSync(built, tree, { recursive: true, verbatimSymlinks: true, filter: (file) => !LEFT_OUT.includes(file) })
cpSync(here('.next/static'), path.join(tree, '.next/static'), { recursive: true })
await makeProgram('server/standalone.ts', 'server.mjs')
for (const name of ['db-init-safe', 'doctor', 'operator', 'cleanup'])
  await makeProgram(`scripts/${name}.ts`, `bin/${name}.mjs`)
process.stdout.write('build:standalone: dist/standalone, which runs without anything else of this project\n')
