import { readFileSync, writeFileSync } from 'node:fs'
import type { Entry } from './ledger'

const DOCUMENT = 'docs/SURROUNDINGS.md'
const START = '<!-- written by npm run test:surroundings -- --write -->'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim()

const SAID_LIMIT = 200

function described({ tried, said }: Entry): string {
  const short = said.length > SAID_LIMIT ? `${said.slice(0, SAID_LIMIT)}…` : said
  return short ? `${tried}: ${short}` : tried
}

/** One line a program: what was met, and what was not. */
function line(name: string, entries: Entry[], date: string): string {
  const version = entries.findLast((entry) => entry.version)?.version ?? ''
  const list = (wanted: (entry: Entry) => boolean) =>
    entries.filter(wanted).map(described).map(cell).join('; ')
  const met = list(({ result }) => result === 'met')
  const others = (['failed', 'left out'] as const)
    .map((kind) => [kind, list(({ result }) => result === kind)] as const)
    .filter(([, found]) => found)
    .map(([kind, found]) => `**${kind}** ${found}`)
  return `| ${name} | ${version} | ${date} | ${met || '–'} | ${others.join('; ') || '–'} |`
}

/** Writes the table of what was met into its document. */
export function writeDocument(entries: Entry[], now: Date): void {
  const [before = ''] = readFileSync(DOCUMENT, 'utf8').split(START)
  const date = now.toISOString().slice(0, 10)
  const names = [...new Set(entries.map(({ program }) => program))]
  const lines = names.map((name) =>
    line(
      name,
      entries.filter(({ program }) => program === name),
      date,
    ),
  )
  const head = '| program | version | on | met | not met |\n|---|---|---|---|---|'
  writeFileSync(DOCUMENT, `${before}${START}\n\n${head}\n${lines.join('\n')}\n`)
}
