import { chromium } from '@playwright/test'
import { type App, startApp } from '../../support/app'
import { chromiumLaunchOptions } from '../../support/chromium'
import type { Ledger } from '../ledger'
import { installTools, PACKAGES, program, run } from './packages'
import { walkBehindPrism } from './prism'

/** Everything that a tool says beside success is a complaint. */
function expectSaid(output: string, wanted: RegExp, complaint: RegExp): undefined {
  if (!wanted.test(output) || complaint.test(output)) throw new Error(output.slice(0, 500))
}

const LINTERS = {
  '@stoplight/spectral-cli': {
    command: ['spectral', 'lint', 'openapi.json', '--fail-severity=hint'],
    says: /^No results with a severity of 'hint' or higher/m,
    complains: /\d+ problems?/,
  },
  '@redocly/cli': {
    command: ['redocly', 'lint', 'openapi.json'],
    says: /Your API description is valid/,
    complains: /\bWarning\b|\bError was generated/,
  },
} as const

const GENERATORS = {
  'openapi-typescript': {
    command: ['openapi-typescript', 'openapi.json', '-o', 'openapi-fetch-types.ts'],
    client: 'with-openapi-fetch.ts',
    says: /openapi-fetch-types/,
  },
  '@hey-api/openapi-ts': {
    command: ['openapi-ts', '-i', 'openapi.json', '-o', 'hey-api', '-c', '@hey-api/client-fetch'],
    client: 'with-hey-api.ts',
    says: /hey-api/,
  },
} as const

const COMPLAINT = /\b(warn|warning|error)\b/i

/** Options of the compiler for a program that somebody else writes. */
const STRICT = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'esnext']
const RESOLVING = ['--moduleResolution', 'bundler', '--types', 'node', '--lib', 'es2023,dom,dom.iterable']

const subjectOf = (name: keyof typeof PACKAGES) => ({ program: name, version: PACKAGES[name] })

async function lint(ledger: Ledger, folder: string): Promise<void> {
  for (const [name, { command, says, complains }] of Object.entries(LINTERS)) {
    const [bin, ...args] = command
    await ledger.try(subjectOf(name as keyof typeof LINTERS), 'the document, without a complaint', async () =>
      expectSaid(run(folder, [program(folder, bin), ...args]), says, complains),
    )
  }
}

async function generate(ledger: Ledger, folder: string, app: App): Promise<void> {
  for (const [name, { command, client, says }] of Object.entries(GENERATORS)) {
    const [bin, ...args] = command
    const subject = subjectOf(name as keyof typeof GENERATORS)
    await ledger.try(subject, 'a client, without a complaint', async () =>
      expectSaid(run(folder, [program(folder, bin), ...args]), says, COMPLAINT),
    )
    await ledger.try(subject, 'the types of a program with that client', async () => {
      run(folder, [program(folder, 'tsc'), ...STRICT, ...RESOLVING, client])
      return undefined
    })
    await ledger.try(subject, 'sign-up, a wrong password and sign-out by that client', async () => {
      run(folder, ['env', `URL_OF_APP=${app.url}`, program(folder, 'tsx'), client])
      return undefined
    })
  }
}

/** Shows the API's document to linters, generators and a validating proxy. */
export async function runTools(ledger: Ledger): Promise<void> {
  const folder = installTools()
  await lint(ledger, folder)
  const app = await startApp()
  try {
    await generate(ledger, folder, app)
  } finally {
    await app.stop()
  }
  const browser = await chromium.launch(chromiumLaunchOptions())
  try {
    await ledger.try(
      subjectOf('@stoplight/prism-cli'),
      'the main flow over the API and in a browser, without a difference',
      () => walkBehindPrism(folder, browser),
    )
  } finally {
    await browser.close()
  }
}
