import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** The absolute path of a file of this project. */
export const here = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const { version } = JSON.parse(readFileSync(here('package.json'), 'utf8'))

/** Empties `server-only`, which throws outside of Next's server build: these bundles run on servers only. */
const serverOnly = {
  name: 'server-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^server-only$/ }, ({ path }) => ({ path, namespace: 'empty' }))
    onLoad({ filter: /./, namespace: 'empty' }, () => ({ contents: '' }))
  },
}

/** Bundles a TypeScript program into one file. `more`: options of esbuild. */
export const bundle = (entry, outfile, more, plugins = []) =>
  build({
    entryPoints: [here(entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    define: { 'process.env.APP_VERSION': JSON.stringify(version) },
    plugins: [serverOnly, ...plugins],
    logLevel: 'warning',
    ...more,
  })
