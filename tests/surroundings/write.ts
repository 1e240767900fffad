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

const HEAD = '| program | version | on | met | not met |\n|---|---|---|---|---|'

/** The lines of the table that is there, by program. */
const linesOf = (table: string): Map<string, string> =>
  new Map(
    [...table.matchAll(/^\| (?!program \|)([^|-][^|]*?) \|.*$/gm)].map(([row, name = '']) => [name, row]),
  )

/** Writes what was met into the document's table; lines of programs that did not run stay. */
export function writeDocument(entries: Entry[], now: Date): void {
  const [before = '', table = ''] = readFileSync(DOCUMENT, 'utf8').split(START)
  const date = now.toISOString().slice(0, 10)
  const lines = linesOf(table)
  for (const name of new Set(entries.map(({ program }) => program))) {
    const own = entries.filter(({ program }) => program === name)
    lines.set(name, line(name, own, date))
  }
  writeFileSync(DOCUMENT, `${before}${START}\n\n${HEAD}\n${[...lines.values()].join('\n')}\n`)
}
