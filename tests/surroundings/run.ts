import { spawnSync } from 'node:child_process'
import { chromium } from '@playwright/test'
import prepare from '../support/browser-setup'
import { chromiumLaunchOptions } from '../support/chromium'
import { runDumps } from './databases/dumps'
import { runRoles } from './databases/roles'
import { runFilters } from './filters/run'
import { runFronts } from './fronts/run'
import { createLedger, type Ledger } from './ledger'
import { runMail } from './mail/run'
import { runNodes } from './nodes'
import { runPoolers } from './poolers/run'
import { runTools } from './tools/run'
import { writeDocument } from './write'

const USAGE = `npm run test:surroundings -- [NAME] [--built] [--write]
  NAME     fronts, poolers, roles, dumps, mail, filters, tools or node, or a part of a Debian package's name; without one: all
  --built  walks the build that is there
  --write  writes what was met into docs/SURROUNDINGS.md
`

const PARTS = ['fronts', 'poolers', 'roles', 'dumps', 'mail', 'filters', 'tools', 'node']

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const [asked] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))

/** Whether a part runs, and which of its programs: all of them without a name. */
function chosen(part: string): { only?: string } | undefined {
  if (asked === undefined || asked === part) return {}
  return PARTS.includes(asked) ? undefined : { only: asked }
}

async function runFrontsInBrowser(ledger: Ledger, only?: string): Promise<void> {
  const browser = await chromium.launch(chromiumLaunchOptions())
  try {
    await runFronts(ledger, browser, only)
  } finally {
    await browser.close()
  }
}

async function runAll(ledger: Ledger): Promise<void> {
  const [fronts, poolers, mail, filters] = ['fronts', 'poolers', 'mail', 'filters'].map(chosen)
  if (fronts) await runFrontsInBrowser(ledger, fronts.only)
  if (poolers) await runPoolers(ledger, poolers.only)
  if (chosen('roles')?.only === undefined && chosen('roles')) await runRoles(ledger)
  if (chosen('dumps')?.only === undefined && chosen('dumps')) await runDumps(ledger)
  if (mail) await runMail(ledger, mail.only)
  if (filters) await runFilters(ledger, filters.only)
  if (chosen('tools')?.only === undefined && chosen('tools')) await runTools(ledger)
  // Last, because each makes a build of its own.
  if (chosen('node')?.only === undefined && chosen('node')) await runNodes(ledger)
}

if (flags.includes('--help')) {
  process.stdout.write(USAGE)
  process.exit(0)
}
if (!flags.includes('--built')) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' })
  if (status !== 0) process.exit(1)
}
const ledger = createLedger((line) => void process.stdout.write(`${line}\n`))
const cleanUp = await prepare()
try {
  await runAll(ledger)
} finally {
  await cleanUp()
}
const count = (result: string) => ledger.entries.filter((entry) => entry.result === result).length
if (flags.includes('--write')) writeDocument(ledger.entries, new Date())
process.stdout.write(`${count('met')} passed, ${count('failed')} failed, ${count('left out')} left out\n`)
process.exit(count('failed') > 0 ? 1 : 0)
