import { cpSync, existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { here } from './bundle.mjs'
import { bundleTree } from './programs.mjs'

const tree = here('dist/standalone')

const built = here('.next/standalone')

/** Left out: configuration and secrets, which belong to the host, and Next.js's own server, which lacks our front. */
const LEFT_OUT = ['.env', '.env.production', 'server.js'].map((name) => path.join(built, name))

if (!existsSync(built)) {
  process.stderr.write('There is no build: run `npm run build` first.\n')
  process.exit(1)
}
rmSync(tree, { recursive: true, force: true })
cpSync(built, tree, { recursive: true, verbatimSymlinks: true, filter: (file) => !LEFT_OUT.includes(file) })
cpSync(here('.next/static'), path.join(tree, '.next/static'), { recursive: true })
await bundleTree(tree)
process.stdout.write('build:standalone: dist/standalone, which runs without anything else of this project\n')
