import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { LaunchOptions } from '@playwright/test'

/** A newer package means a newer browser. */
const { version } = JSON.parse(readFileSync('node_modules/@sparticuz/chromium/package.json', 'utf8'))

const folder = path.resolve('.cache/chromium', version)

/** Not the package's own `args`: they put all tabs in one process and switch the same-origin policy off. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--headless=shell',
  '--disable-quic',
  // All pages in one process of rendering: a process each costs a seventh of the whole run.
  '--renderer-process-limit=1',
]

/** The browser from npm, or the one that CHROMIUM_PATH names. */
export function chromiumLaunchOptions(): LaunchOptions {
  const own = process.env.CHROMIUM_PATH
  if (own) return { executablePath: own, args: ARGS }
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'),
    FONTCONFIG_PATH: path.join(folder, 'fonts'),
  }
  return { executablePath: path.join(folder, 'chromium'), args: ARGS, env }
}

/** Runs `action` with other environment variables, since the package reads its settings from there. */
async function withVariables(values: Record<string, string>, action: () => Promise<void>): Promise<void> {
  const saved = { ...process.env }
  Object.assign(process.env, values)
  try {
    await action()
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name]
    Object.assign(process.env, saved)
  }
}

/** The package's font list names a fixed folder; without fonts every text would have height 0. */
const fontList = (): string =>
  `<?xml version="1.0"?><fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`

/**
 * Unpacks the browser once, into a folder of our own: the package would trust any file called `chromium` in the
 * temporary folder. AWS_EXECUTION_ENV makes it bring the libraries a bare machine lacks.
 */
export async function unpackChromium(): Promise<void> {
  if (process.env.CHROMIUM_PATH || existsSync(folder)) return
  if (process.platform !== 'linux')
    throw new Error('The browser from npm runs on Linux only: set CHROMIUM_PATH to a Chromium or Chrome.')
  const draft = `${folder}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  await withVariables({ TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }, async () => {
    const { default: chromium } = await import('@sparticuz/chromium')
    await chromium.executablePath()
  })
  writeFileSync(path.join(draft, 'fonts', 'fonts.conf'), fontList())
  // Renamed at the end, so that a killed run leaves nothing that looks complete.
  rmSync(folder, { recursive: true, force: true })
  renameSync(draft, folder)
}
