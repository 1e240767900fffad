import path from 'node:path'
import { defineConfig } from '@playwright/test'
import { chromiumLaunchOptions } from './chromium'

/**
 * Runs tests by the kit (docs/TEST_KIT.md) against an application that runs already, with the browser that these tests have: those of a
 * folder `e2e` outside of `tests`, and the examples.
 */
export default defineConfig({
  testDir: '../..',
  // The rehearsal of a deployment leaves a whole checkout there.
  testIgnore: [path.resolve('.cache/**'), path.resolve('dist/**')],
  testMatch: /(?<!\/tests)\/e2e\/.*[.]spec[.]ts$|\/tests\/examples\/kit\/.*[.]spec[.]ts$/,
  globalSetup: './chromium-setup.ts',
  outputDir: '../../test-results/kit',
  reporter: 'line',
  workers: 1,
  // The first request to a page of a development server compiles it.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: process.env.HUNTAZE_URL || 'http://localhost:3000',
    locale: 'fr-FR',
    launchOptions: chromiumLaunchOptions(),
  },
})
