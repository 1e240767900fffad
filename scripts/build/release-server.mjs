import { bundle, here } from './bundle.mjs'

/** Replaces the pages, which need the whole build and ask the database nothing that the API does not. */
const WITHOUT_PAGES = `
  export const createPages = () => ({
    async render(_incoming, outgoing) {
      outgoing.statusCode = 404
      outgoing.end()
    },
    async load() {},
  })`

const withoutPages = {
  name: 'without-pages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[.]\/pages$/ }, ({ path, importer }) =>
      importer === here('server/main.ts') ? { path, namespace: 'no-pages' } : undefined,
    )
    onLoad({ filter: /./, namespace: 'no-pages' }, () => ({ contents: WITHOUT_PAGES }))
  },
}

/** Bundles this checkout's server into one file, with its worker and its API, without pages. */
export const bundleServer = (outfile) =>
  bundle('server/main.ts', outfile, { packages: 'external', legalComments: 'none' }, [withoutPages])
