import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** The absolute path of a file of this project. */
export const here = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const { version } = JSON.parse(readFileSync(here('package.json'), 'utf8'))

/** Empties `server-only`, which throws outside of Next's server build: these bundles run on servers only. */
export const serverOnly = {
  name: 'server-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^server-only$/ }, ({ path }) => ({ path, namespace: 'empty' }))
    onLoad({ filter: /./, namespace: 'empty' }, () => ({ contents: '' }))
  },
}

/** Options of esbuild for every bundle. */
export const OPTIONS = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  define: { 'process.env.APP_VERSION': JSON.stringify(version) },
  logLevel: 'warning',
}

/** Bundles a TypeScript program into one file. `more`: options of esbuild. */
export const bundle = (entry, outfile, more, plugins = []) =>
  build({ ...OPTIONS, entryPoints: [here(entry)], outfile, plugins: [serverOnly, ...plugins], ...more })
