import { defineConfig } from '@playwright/test'
import { chromiumLaunchOptions } from './tests/support/chromium'

export default defineConfig({
  testDir: './tests/e2e',
  globalSetup: './tests/support/browser-setup.ts',
  outputDir: './test-results',
  reporter: 'line',
  // Each with a server and a browser of its own. Much of the time is waiting (for mail, for countdowns), so four on
  // two cores take less than half as long as one.
  workers: 4,
  timeout: 60_000,
  // Of four at once, one may wait for another's page.
  expect: { timeout: 10_000 },
  forbidOnly: true,
  use: {
    locale: 'fr-FR',
    // What moves for ever, as waiting signs do, is drawn for ever. The main flow is walked with it.
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    launchOptions: chromiumLaunchOptions(),
  },
})
