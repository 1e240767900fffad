import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { NextConfig } from 'next'
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from 'next/constants'
import { STATIC_HEADERS } from './lib/http/response/security-headers'
import { WARM_UP } from './lib/http/warm-up'
import { LINK_PATHS } from './lib/link/purposes'

const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, 'package.json'), 'utf8'))

/** They read files beside themselves, or load their parts by name. */
const UNBUNDLED = ['nodemailer', '@zxcvbn-ts/core', '@zxcvbn-ts/language-common']

/** Large packages of the server: to compile them was a quarter of the work up to the third page. */
const UNBUNDLED_IN_DEVELOPMENT = [
  ...UNBUNDLED,
  '@aws-sdk/client-cloudwatch',
  '@aws-sdk/client-ses',
  '@node-rs/argon2',
  '@node-rs/bcrypt',
  '@zxcvbn-ts/language-en',
  '@zxcvbn-ts/language-fr',
  'bowser',
  'drizzle-orm',
  'jose',
  'mmdb-lib',
  'zod',
]

const config: NextConfig = {
  // Written into the build: the tree it makes may run without package.json.
  env: { APP_VERSION: version },
  // Files that the bundler does not see: the migrations, to compare the tables with, the certificate authorities of
  // databases (Amazon RDS has its own), the countries of networks, and the words that judge passwords.
  outputFileTracingIncludes: {
    '/**': [
      './drizzle/**/*',
      './deploy/ca/*.pem',
      './dist/words.bin',
      './node_modules/@ip-location-db/*/iptoasn-country.mmdb',
    ],
  },
  // A file that the bundler finds beside the migrations and takes for one of them.
  outputFileTracingExcludes: { '/**': ['./tests/**/*'] },
  // `npm run typecheck` checks them, before anything is deployed: here that was half of a build.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  // The optimiser is a service we do not use; several of Next.js's advisories were about it.
  images: { unoptimized: true },
  experimental: {
    // It would send a request whose headers our front has removed (`server/front.ts`) once around; it protects shared
    // caches, and no page of ours may be kept by one.
    validateRSCRequestHeaders: false,
    // At its start Next.js would load every handler of the API, which our own server answers by itself: 7 MB more. A
    // page's first visitor waits 40 ms for it instead.
    preloadEntriesOnStart: false,
    // Turbopack (16.4.5) can restore a state of the last `npm run dev` that differs from the files it serves: in two of
    // nine starts the browser loaded a page twenty times in five seconds. Without it, the first page after a restart
    // takes nine seconds on two cores instead of two.
    turbopackFileSystemCacheForDev: false,
    // To write it takes a quarter of a build.
    turbopackFileSystemCacheForBuild: false,
  },
  turbopack: { root: path.resolve(import.meta.dirname) },
  allowedDevOrigins: ['127.0.0.1'],
  // The development server prints addresses: those of link pages carry a token, and `npm run dev` says itself what it
  // has compiled.
  logging: {
    incomingRequests: {
      ignore: [
        ...LINK_PATHS.map((page) => new RegExp(page)),
        /verify-email/,
        /mailbox/,
        new RegExp(`[?]${WARM_UP}$`),
      ],
    },
  },
  headers: async () => [{ source: '/:path*', headers: STATIC_HEADERS }],
}

/**
 * A build also makes a tree that runs without the rest of the project: Amplify asks for it, and `npm run
 * build:standalone` starts from it. A server that reads this file does not run in that tree, and Next.js would warn it
 * of a mistake.
 */
export default (phase: string): NextConfig => ({
  ...config,
  output: phase === PHASE_PRODUCTION_BUILD ? 'standalone' : undefined,
  serverExternalPackages: phase === PHASE_DEVELOPMENT_SERVER ? UNBUNDLED_IN_DEVELOPMENT : UNBUNDLED,
})
