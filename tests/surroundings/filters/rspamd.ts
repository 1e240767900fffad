import { rmSync } from 'node:fs'
import { freePort } from '../../support/free-port'
import { openFolder } from '../folder'
import type { Ledger } from '../ledger'
import { inPrivateRoot } from '../mail/private-root'
import { type Program, startProgram } from '../program'
import { unpack } from '../unpack'
import { travellingLetters } from './letters'

/** It compiles its patterns first. */
const START_TIMEOUT = 90_000

/** Rules about the connection, which this letter did not come over, and a rule that takes points off. */
const NOT_THE_LETTER = new Set(['HFILTER_HOSTNAME_UNKNOWN', 'MIME_GOOD'])

/** The hidden words after the subject. */
const ACCEPTED = new Set(['MANY_INVISIBLE_PARTS'])

const CONFIGURATION: [name: string, text: (port: number) => string][] = [
  ['worker-normal.inc', (port) => `bind_socket = "127.0.0.1:${port}";\ncount = 1;`],
  ...['controller', 'proxy', 'fuzzy'].map((worker): [string, () => string] => [
    `worker-${worker}.inc`,
    () => 'enabled = false;',
  ]),
  ['logging.inc', () => 'type = "console";\nlevel = "error";'],
  ['options.inc', () => 'dns { nameserver = ["127.0.0.1:1"]; timeout = 0.1s; retransmits = 1; }'],
]

type Scan = { symbols: Record<string, { name: string; score: number }> }

/** The rules that gave a letter points, without those that are not about the letter. */
async function weighty(port: number, source: Buffer): Promise<{ name: string; score: number }[]> {
  const response = await fetch(`http://127.0.0.1:${port}/checkv2`, {
    method: 'POST',
    body: new Uint8Array(source),
  })
  const { symbols } = (await response.json()) as Scan
  return Object.values(symbols).filter(({ name, score }) => score !== 0 && !NOT_THE_LETTER.has(name))
}

/** Expects that no rule gives a letter points but the one about hidden words, which gives next to none. */
export async function runRspamd(ledger: Ledger): Promise<void> {
  const subject = { program: 'rspamd', version: '' }
  const [folder, port] = [openFolder('rspamd'), await freePort()]
  let running: Program | undefined
  try {
    await ledger.try(subject, 'points of every letter', async () => {
      const unpacked = unpack('rspamd')
      subject.version = unpacked.version
      const command = inPrivateRoot({
        unpacked,
        files: CONFIGURATION.map(([name, text]) => ({
          name: `/etc/rspamd/local.d/${name}`,
          text: text(port),
        })),
        accounts: [],
        groups: [],
        commands: ['mkdir -p /run/rspamd /var/lib/rspamd /var/log/rspamd', 'rspamd -f -i'],
      })
      running = await startProgram(command, { cwd: folder, port, patience: START_TIMEOUT })
      const found = new Map<string, number>()
      for (const { name: letter, source } of await travellingLetters())
        for (const { name, score } of await weighty(port, source)) {
          if (!ACCEPTED.has(name)) throw new Error(`${letter}: ${name} ${score}`)
          found.set(name, score)
        }
      return [...found].map(([name, score]) => `${name} ${score}`).join(', ')
    })
  } finally {
    await running?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
