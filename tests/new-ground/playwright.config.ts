import path from 'node:path'
import { defineConfig } from '@playwright/test'

/** Tests that need a full Chromium of 156 or later: `npm test new-ground`. */
export default defineConfig({
  testDir: '.',
  globalSetup: path.resolve('tests/support/postgres.ts'),
  outputDir: path.resolve('test-results'),
  reporter: 'line',
  workers: 1,
  // A full browser takes seconds to start, and longer beside other work.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: { locale: 'fr-FR', contextOptions: { reducedMotion: 'reduce' }, screenshot: 'only-on-failure' },
})
