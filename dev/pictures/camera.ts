import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContextOptions, Frame, Locator, Page } from '@playwright/test'
import { root } from '../../scripts/environment'

export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1120, height: 840 }

/** Milliseconds. */
const POLL = 20

type ColorScheme = 'light' | 'dark'

/** A French reader. Without the pages' CSP, which would refuse the emoji font. */
export const READER: BrowserContextOptions = {
  locale: 'fr-FR',
  timezoneId: 'Europe/Paris',
  bypassCSP: true,
}

/** A font of an npm package as a data URL for a style sheet. */
const fontFile = (name: string): string =>
  `url(data:font/woff2;base64,${readFileSync(path.join(root, 'node_modules', name)).toString('base64')})`

const INTER = fontFile('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2')
const EMOJI = fontFile('twemoji-colr-font/twemoji.woff2')

/** Fonts under the names that our pages and e-mails ask for: the browser from npm has neither these nor emoji. */
const FONTS = ['Segoe UI', 'Helvetica']
  .map(
    (family) =>
      `@font-face{font-family:"${family}";font-weight:100 900;src:${INTER}}` +
      `@font-face{font-family:"${family}";font-weight:100 900;src:${EMOJI};unicode-range:U+200D,U+FE0F,U+1F000-1FAFF}`,
  )
  .join('')

/**
 * Adds the fonts and polls until they are loaded: in the mailbox's frame, where scripts are off, no promise resolves.
 */
async function withFonts(frame: Frame): Promise<void> {
  await frame.evaluate((css) => {
    const sheet = document.createElement('style')
    sheet.textContent = css
    document.head.append(sheet)
    document.body.getBoundingClientRect()
  }, FONTS)
  while ((await frame.evaluate(() => document.fonts.status)) !== 'loaded') await sleep(POLL)
}

type Shot = {
  /** Below `docs/pictures`, without its ending. */
  name: string
  viewport: { width: number; height: number }
  colorScheme?: ColorScheme
  /** The part of the page to take. `all`: the whole page. Left out: the visible part. */
  part?: Locator | 'all'
}

/** Takes one picture. Changes size and colours of the window without reloading the page. */
export async function take(page: Page, { name, viewport, colorScheme = 'light', part }: Shot): Promise<void> {
  const file = path.join('docs/pictures', `${name}.png`)
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true })
  await page.setViewportSize(viewport)
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await Promise.all(page.frames().map(withFonts))
  const options = { path: path.join(root, file), animations: 'disabled', caret: 'hide' } as const
  if (part === undefined || part === 'all') await page.screenshot({ ...options, fullPage: part === 'all' })
  else await part.screenshot(options)
  process.stdout.write(`${file}\n`)
}
