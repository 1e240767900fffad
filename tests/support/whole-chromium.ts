import type { LaunchOptions } from '@playwright/test'
import { fullChromium } from './full-chromium'

const program = fullChromium()

/** A whole Chromium that a test drives, and where there is none the reason why the test is left out. */
export const wholeChromium: { options?: LaunchOptions; missing: string } = {
  options: program
    ? { executablePath: program, args: ['--no-sandbox', '--disable-gpu', '--headless=new', '--disable-quic'] }
    : undefined,
  missing: 'no full Chromium: apt-get install chromium, or set CHROMIUM_PATH',
}
