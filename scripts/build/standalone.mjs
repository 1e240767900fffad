import { cpSync, existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { bundle, here } from './bundle.mjs'

const tree = here('dist/standalone')

const built = here('.next/standalone')

/** Configuration and secrets stay where the tree runs; and Next.js's own start would leave our front out. */
const LEFT_OUT = ['.env', '.env.production', 'server.js'].map((name) => path.join(built, name))

/** What the tree has as packages: Next.js, and the one with a native part. All else becomes part of the programs. */
const PACKAGES = ['next', '@next/env', '@node-rs/bcrypt', 'pg-native']

/** Packages in the older module format ask for Node.js's own modules by `require`. */
const REQUIRE = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`

const makeProgram = (entry, name) =>
  bundle(entry, path.join(tree, name), {
    external: PACKAGES,
    banner: { js: REQUIRE },
    // Whatever starts these programs, they never fall back on what is meant for development.
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
