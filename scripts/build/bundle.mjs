import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A path of this project. */
export const here = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** `server-only` throws outside of Next's own server build; what is bundled here runs on a server and nowhere else. */
const serverOnly = {
  name: 'server-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^server-only$/ }, ({ path }) => ({ path, namespace: 'empty' }))
    onLoad({ filter: /./, namespace: 'empty' }, () => ({ contents: '' }))
  },
}

/** Makes one file of a TypeScript program. `more`: esbuild's options, and plugins beside our own. */
export const bundle = (entry, outfile, more, plugins = []) =>
  build({
    entryPoints: [here(entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [serverOnly, ...plugins],
    logLevel: 'warning',
    ...more,
  })
