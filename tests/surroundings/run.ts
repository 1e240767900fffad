import { chromium } from '@playwright/test'
import prepare from '../support/browser-setup'
import { chromiumLaunchOptions } from '../support/chromium'
import { runDumps } from './databases/dumps'
import { runRoles } from './databases/roles'
import { runFronts } from './fronts/run'
import { createLedger } from './ledger'
import { runMail } from './mail/run'
import { runPoolers } from './poolers/run'

const [only] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const ledger = createLedger((line) => void process.stdout.write(`${line}\n`))
const cleanUp = await prepare()
const browser = await chromium.launch(chromiumLaunchOptions())
try {
  await runFronts(ledger, browser, only)
  await runPoolers(ledger, only)
  if (!only || only === 'roles') await runRoles(ledger)
  if (!only || only === 'dumps') await runDumps(ledger)
  await runMail(ledger, only)
} finally {
  await browser.close()
  await cleanUp()
}
const failed = ledger.entries.filter(({ result }) => result === 'failed')
process.stdout.write(`${ledger.entries.length - failed.length} passed, ${failed.length} failed\n`)
process.exitCode = failed.length > 0 ? 1 : 0
