import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e',
  // The first request to a page of a development server compiles it.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: process.env.HUNTAZE_URL || 'http://localhost:3000',
    locale: 'fr-FR',
    launchOptions: process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {},
  },
})
