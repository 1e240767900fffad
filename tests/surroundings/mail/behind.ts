import { rmSync } from 'node:fs'
import { type App, startApp } from '../../support/app'
import { freePort } from '../../support/free-port'
import { openFolder } from '../folder'
import type { Ledger, Subject } from '../ledger'
import { type Program, startProgram } from '../program'
import { type Unpacked, unpack } from '../unpack'
import { type Guest, inPrivateRoot } from './private-root'

type Start = {
  name: string
  package: string
  /** The try of the start, as the ledger names it. */
  tried: string
  guest(unpacked: Unpacked, port: number): Guest
  /** Further variables of the app. */
  environment?: Record<string, string>
}

/** Starts a mail server and an app that sends through it; both run as long as `use` does. */
export async function behindApp(
  ledger: Ledger,
  start: Start,
  use: (subject: Subject, app: App) => Promise<void>,
): Promise<void> {
  const [folder, port] = [openFolder(start.package), await freePort()]
  const subject = { program: start.name, version: '' }
  let running: Program | undefined
  let app: App | undefined
  try {
    await ledger.try(subject, start.tried, async () => {
      const unpacked = unpack(start.package)
      subject.version = unpacked.version
      running = await startProgram(inPrivateRoot(start.guest(unpacked, port)), { cwd: folder, port })
      const transport = { EMAIL_TRANSPORT: 'smtp', SMTP_URL: `smtp://127.0.0.1:${port}` }
      app = await startApp({ ...transport, ...start.environment })
      return undefined
    })
    if (app) await use(subject, app)
  } finally {
    await app?.stop()
    await running?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
