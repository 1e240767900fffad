import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's root. */
export const root = fileURLToPath(new URL('../..', import.meta.url))
/** The text of a file, named relative to the root. */
export const read = (name: string): string => readFileSync(path.join(root, name), 'utf8')

/** Every document below docs/, relative to the root. */
export const inDocs = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
  .toSorted()
/** Every document of the project. */
export const documents = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', ...inDocs]
/** The numbered decisions, in their order. */
export const decisions = inDocs.filter((name) => /^docs\/decisions\/\d{4}-/.test(name))

/** The lines of every table under a heading, cell by cell: the head first, then its rule. */
function linesUnder(document: string, heading: string): string[][] {
  const [, section = ''] = read(document).split(`\n## ${heading}\n`)
  return (section.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

/** The body rows of every table under a heading, cell by cell. */
export const rowsUnder = (document: string, heading: string): string[][] =>
  linesUnder(document, heading).slice(2)

/** The cells of the first head under a heading. */
export const headUnder = (document: string, heading: string): string[] =>
  linesUnder(document, heading)[0] ?? []

export const STACK = 'docs/decisions/0001-stack.md'
/** A cell without its marks of code. */
export const unquoted = (cell = ''): string => cell.replaceAll('`', '')
/** The names that a cell marks as code. */
export const namesIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
