import { bundle, here } from './bundle.mjs'

/**
 * Replaces Next.js: without pages, which need the whole build and ask the database nothing that the API does not.
 * Starts the worker where Next.js would.
 */
const WITHOUT_PAGES = `
  import { register } from './instrumentation'
  export default () => ({
    prepare() {
      process.env.NEXT_RUNTIME = 'nodejs'
      return register()
    },
    getRequestHandler: () => (_request, response) => {
      response.statusCode = 404
      response.end()
    },
  })`

const withoutPages = {
  name: 'without-pages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^next$/ }, ({ path }) => ({ path, namespace: 'no-pages' }))
    onLoad({ filter: /./, namespace: 'no-pages' }, () => ({ contents: WITHOUT_PAGES, resolveDir: here('.') }))
  },
}

/** Bundles this checkout's server into one file, with its worker and its API, without pages. */
export const bundleServer = (outfile) =>
  bundle('server/main.ts', outfile, { packages: 'external', legalComments: 'none' }, [withoutPages])
