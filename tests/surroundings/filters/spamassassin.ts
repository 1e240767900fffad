import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openFolder } from '../folder'
import type { Ledger } from '../ledger'
import { type Unpacked, unpack } from '../unpack'
import { type Travelling, travellingLetters } from './letters'

const TIMEOUT = 60_000

/** Rules that only say how a message came here, or that it has HTML. */
const INFORMATION = new Set(['NO_RECEIVED', 'NO_RELAYS', 'HTML_MESSAGE'])

/** Folders of Perl's modules below the package's root. */
function moduleFolders(root: string): string[] {
  const folders = [path.join(root, 'usr/share/perl5')]
  for (const library of readdirSync(path.join(root, 'usr/lib'))) {
    const perl = path.join(root, 'usr/lib', library, 'perl5')
    if (existsSync(perl)) folders.push(...readdirSync(perl).map((version) => path.join(perl, version)))
  }
  return folders
}

/** The points of a letter, and the rules of weight that it met; offline, by the rules of the package. */
function score(
  { root }: Unpacked,
  folder: string,
  { source }: Travelling,
): { points: number; rules: string[] } {
  const preferences = path.join(folder, 'preferences')
  writeFileSync(preferences, '')
  const program = path.join(root, 'usr/bin/spamassassin')
  const options = [
    '-T',
    ...moduleFolders(root).map((name) => `-I${name}`),
    ...[program, '--local', '--test-mode', `--prefspath=${preferences}`],
    ...[`--siteconfigpath=${path.join(root, 'etc/spamassassin')}`],
    ...[`--configpath=${path.join(root, 'usr/share/spamassassin')}`],
  ]
  const { stdout, stderr } = spawnSync('perl', options, {
    input: source,
    timeout: TIMEOUT,
    env: { ...process.env, HOME: folder, LC_ALL: 'C' },
  })
  const report = String(stdout)
  const points = /Content analysis details: +\((-?[\d.]+) points/.exec(report)?.[1]
  if (points === undefined) throw new Error(`no report: ${String(stderr).slice(0, 500)}`)
  const rules = [...report.matchAll(/^ *-?\d+\.\d +([A-Z_\d]+) /gm)].map(([, rule = '']) => rule)
  return { points: Number(points), rules: rules.filter((rule) => !INFORMATION.has(rule)) }
}

/** Each letter costs nothing, and no rule speaks of it. */
export async function runSpamAssassin(ledger: Ledger): Promise<void> {
  const subject = { program: 'SpamAssassin', version: '' }
  const folder = openFolder('spamassassin')
  try {
    await ledger.try(subject, 'points of every letter', async () => {
      const unpacked = unpack('spamassassin')
      subject.version = unpacked.version
      const letters = await travellingLetters()
      const scores = letters.map((letter) => ({ name: letter.name, ...score(unpacked, folder, letter) }))
      const bad = scores.filter(({ points, rules }) => points > 0 || rules.length > 0)
      if (bad.length > 0)
        throw new Error(bad.map((one) => `${one.name}: ${one.points} ${one.rules}`).join('; '))
      return `${letters.length} letters, 0.0 of 5`
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
