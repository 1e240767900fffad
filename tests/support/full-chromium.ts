import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { LaunchOptions } from '@playwright/test'

/**
 * Path of a full Chromium, which prerenders pages. The browser from npm is a headless shell, and a browser that a program
 * watches does not prerender (`PrerenderingDisabledByDevTools`). Undefined where there is none.
 */
export const fullChromium = (): string | undefined =>
  [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (program) => program !== undefined && !program.includes('headless') && existsSync(program),
  )

const program = fullChromium()

/** Options for a full Chromium that a test drives, and the reason why the test is left out where there is none. */
export const fullChromiumLaunch: { options?: LaunchOptions; missing: string } = {
  options: program
    ? { executablePath: program, args: ['--no-sandbox', '--disable-gpu', '--headless=new', '--disable-quic'] }
    : undefined,
  missing: 'no full Chromium: apt-get install chromium, or set CHROMIUM_PATH',
}

/** Opens an address in a Chromium that nobody watches. @returns a function that ends it */
export async function openUnwatched(program: string, address: string): Promise<() => Promise<void>> {
  const profile = mkdtempSync(path.join(tmpdir(), 'unwatched-'))
  const switches = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-dev-shm-usage',
  ]
  const browser: ChildProcess = spawn(program, [...switches, `--user-data-dir=${profile}`, address], {
    stdio: 'ignore',
  })
  await once(browser, 'spawn')
  return async () => {
    const ended = once(browser, 'exit')
    if (browser.exitCode === null && browser.kill()) await ended
    // Its other processes end after it, and write until then.
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  }
}

/** A request as it came. */
export type Seen = { method: string; path: string; headers: IncomingHttpHeaders }

type StartPage = {
  /** Its origin, and that of everything behind it. */
  url: string
  /** Requests of the app's pages and API so far. */
  seen: Seen[]
  /** Has the page turn to the address that it made ready. */
  turn(): void
  close(): Promise<void>
}

const page = (address: string): string => `<!doctype html><title>start</title>
<script type="speculationrules">${JSON.stringify({ prerender: [{ urls: [address] }] })}</script>
<script>
  const ask = setInterval(async () => {
    if ((await (await fetch('/turn')).text()) !== 'yes') return
    clearInterval(ask)
    location.href = ${JSON.stringify(address)}
  }, 100)
</script>`

/**
 * A page at `/start` of an app's own origin that has `address` prerendered; it hands out `cookie`. All else goes on to the
 * app, which listens on the port that `appPort` returns.
 */
export async function startPage(options: {
  address: () => string
  cookie: () => string
  appPort: () => string
}): Promise<StartPage> {
  const seen: Seen[] = []
  let isTurned = false
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming
    if (url === '/turn') return outgoing.end(isTurned ? 'yes' : 'no')
    if (url === '/start') {
      outgoing.setHeader('Content-Type', 'text/html')
      outgoing.setHeader('Set-Cookie', `${options.cookie()}; Path=/; HttpOnly; SameSite=Lax`)
      return outgoing.end(page(options.address()))
    }
    seen.push({ method, path: url, headers })
    const target = { host: '127.0.0.1', port: options.appPort(), path: url, method, headers }
    const onward = request(target, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    seen,
    turn() {
      isTurned = true
    },
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
