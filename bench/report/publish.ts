import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { queryOnce } from '../../tests/support/with-client'
import { printTable, type Report } from './table'

const FOLDER = '.cache/bench'

async function postgresVersion(): Promise<string | undefined> {
  const url = process.env.TEST_DATABASE_URL
  if (!url) return undefined
  const [row] = await queryOnce<{ version: string }>(
    url,
    `select current_setting('server_version') as version`,
  )
  return row?.version
}

/** Prints what a benchmark found, and writes it to `.cache/bench/NAME.json`, with what it was measured on. */
export async function publish(name: string, report: Report): Promise<void> {
  printTable(report)
  const cpus = os.cpus()
  const machine = { cores: cpus.length, cpu: cpus[0]?.model.trim(), system: `${os.type()} ${os.release()}` }
  const versions = { node: process.versions.node, postgres: await postgresVersion() }
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(
    path.join(FOLDER, `${name}.json`),
    `${JSON.stringify({ name, date: new Date().toISOString(), machine, ...versions, ...report }, null, 2)}\n`,
  )
}
