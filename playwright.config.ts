import { defineConfig } from '@playwright/test'
import { chromiumLaunchOptions } from './tests/support/chromium'

export default defineConfig({
  testDir: './tests/e2e',
  globalSetup: './tests/support/browser-setup.ts',
  outputDir: './test-results',
  reporter: 'line',
  // Two cores: a second browser would only make both slower, and timed pages would miss their marks.
  workers: 1,
  timeout: 30_000,
  forbidOnly: true,
  use: {
    locale: 'fr-FR',
    screenshot: 'only-on-failure',
    launchOptions: chromiumLaunchOptions(),
  },
})
