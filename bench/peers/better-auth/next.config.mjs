import path from 'node:path'

/** The packages are installed one folder above. */
const root = path.resolve(import.meta.dirname, '..')

export default {
  poweredByHeader: false,
  outputFileTracingRoot: root,
  turbopack: { root },
}
