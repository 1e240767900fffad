import { bundle, here } from './bundle.mjs'

/**
 * In the place of Next.js: no pages, which need the whole build, and ask nothing of the database that the API does not.
 * The worker starts where Next.js would start it.
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

/** Makes one file of this checkout's server, its worker and its API, without pages. */
export const bundleServer = (outfile) =>
  bundle('server/main.ts', outfile, { packages: 'external', legalComments: 'none' }, [withoutPages])
