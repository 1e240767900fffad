import { defineConfig } from '@playwright/test'
import { chromiumLaunchOptions } from './chromium'

/** Runs the tests of `examples/app` as a stranger does, with the browser that these tests have. */
export default defineConfig({
  testDir: '../../examples/app/e2e',
  outputDir: '../../test-results/example-app',
  reporter: 'line',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: process.env.HUNTAZE_URL,
    locale: 'fr-FR',
    launchOptions: chromiumLaunchOptions(),
  },
})
