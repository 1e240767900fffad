import { defineConfig } from '@playwright/test'
import { chromiumLaunchOptions } from './tests/support/chromium'

export default defineConfig({
  testDir: './tests/e2e',
  globalSetup: './tests/support/browser-setup.ts',
  outputDir: './test-results',
  reporter: 'line',
  // Each with its own server and browser. Much of the time is waiting (for mail, for countdowns), so four workers on
  // two cores take less than half as long as one.
  workers: 4,
  // The last lines of `npm test` name a test that needed its second try.
  retries: 1,
  timeout: 60_000,
  // A page may wait for those of the other workers.
  expect: { timeout: 10_000 },
  forbidOnly: true,
  use: {
    locale: 'fr-FR',
    // Endless animations, such as waiting signs, are drawn endlessly. The main flow runs with them.
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    launchOptions: chromiumLaunchOptions(),
  },
})
