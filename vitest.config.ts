import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** A project's tests, and how long one of them may take (milliseconds). */
const project = (
  name: string,
  timeout: number,
  more: { globalSetup?: string; isolate?: boolean; retry?: number } = {},
) => ({
  extends: true as const,
  test: {
    name,
    include: [`tests/${name}/**/*.test.{ts,tsx}`],
    testTimeout: timeout,
    hookTimeout: 2 * timeout,
    ...more,
  },
})

export default defineConfig({
  resolve: {
    // `server-only` throws outside of Next's server build.
    alias: { '@': here('.'), 'server-only': here('tests/support/server-only.ts') },
  },
  test: {
    pool: 'forks',
    // Keyed by content and configuration: a second run compiles only what has changed.
    experimental: { fsModuleCache: true, fsModuleCachePath: here('.cache/vitest') },
    // Three on two cores: one usually waits for a server or a build.
    maxWorkers: 3,
    // Polls may take long on a busy machine; Vitest's own limit is one second.
    expect: { poll: { timeout: 15_000, interval: 20 } },
    projects: [
      // Modules keep no state between these files, so they are loaded once for all.
      project('unit', 60_000, { isolate: false }),
      // The last lines of `npm test` name a test that needed its second try.
      project('integration', 60_000, { globalSetup: 'tests/support/postgres.ts', isolate: false, retry: 1 }),
      project('wire', 60_000, { isolate: false, retry: 1 }),
      // Installs and builds.
      project('deploy', 900_000, { globalSetup: 'tests/support/postgres.ts' }),
    ],
  },
})
