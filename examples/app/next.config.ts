import path from 'node:path'
import type { NextConfig } from 'next'

const config: NextConfig = {
  basePath: '/studio',
  poweredByHeader: false,
  // The packages of this project are two folders up. A copy of this folder elsewhere needs no such line.
  turbopack: { root: path.resolve(import.meta.dirname, '../..') },
  // The check of types in that folder covers this one.
  typescript: { ignoreBuildErrors: true },
}

export default config
