import { defineConfig } from '@playwright/test'
import { chromiumLaunchOptions } from './chromium'

/** Runs the test of docs/TEST_KIT.md as a stranger does, with the browser that these tests have. */
export default defineConfig({
  testDir: '../examples/kit',
  outputDir: '../../test-results/kit-example',
  reporter: 'line',
  workers: 1,
  use: { launchOptions: chromiumLaunchOptions() },
})
