import { readFileSync } from 'node:fs'

const guide = readFileSync('docs/DEPLOYMENT_GUIDE.md', 'utf8')

/** The text below a heading of the deployment guide, down to the next of its rank or above. */
export function sectionOf(heading: string): string {
  const [, marks = '', after] = new RegExp(`^(##+) ${heading}\n([^]*)`, 'm').exec(guide) ?? []
  if (after === undefined) throw new Error(`docs/DEPLOYMENT_GUIDE.md has no section "${heading}"`)
  return after.split(new RegExp(`^#{2,${marks.length}} `, 'm'))[0] ?? ''
}

const blocksOf = (language: string, text: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm'))].map(([, block = '']) => block)

/** The commands of a section that are meant to be run as they stand, one after the other. */
export const shellOf = (heading: string): string => blocksOf('sh', sectionOf(heading)).join('')

/** The parts of the guide, one for each heading of the second rank. */
export const parts = (): { heading: string; text: string }[] =>
  guide
    .split(/^## /m)
    .slice(1)
    .map((part) => ({ heading: part.slice(0, part.indexOf('\n')), text: part.slice(part.indexOf('\n')) }))

const SHELL = /^( *)```(?:sh|bash)\n([\s\S]*?)^\1```/gm

/** Blocks of commands in a part, as they are copied: without the indentation of the list they stand in. */
export const shellBlocks = (text: string): string[] =>
  [...text.matchAll(SHELL)].map(([, indent, block = '']) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  )

const CODE = new RegExp(`${SHELL.source}|\`([^\`\\n]+)\``, 'gm')
const NAME = /\$\{?([A-Za-z_]\w*)|(?:^|[\s;(])([A-Za-z_]\w*)=|\bfor (\w+) in\b|\bread -r (\w+)/gm

/** Names that a command of a part uses, though no command above it has set them. */
export function unsetNames(text: string): string[] {
  const code = [...text.matchAll(CODE)].map(([, , block, inline]) => block ?? inline).join('\n')
  const set = new Set<string>()
  const unset: string[] = []
  for (const [, used, ...settings] of code.matchAll(NAME)) {
    if (used === undefined) set.add(settings.find((name) => name !== undefined) ?? '')
    else if (!set.has(used)) unset.push(used)
  }
  return unset
}

/** The IAM policy of the guide. */
export const policy = (): { Statement: { Action: string | string[]; Resource: string | string[] }[] } =>
  JSON.parse(blocksOf('json', sectionOf('4. Permissions')).join(''))

/** The names of the alarms that the run-book knows: each is the first thing under a heading of its own. */
export const alarms = (): string[] =>
  [...sectionOf('Run-book').matchAll(/^### .*\n`(\w+)`/gm)].map(([, name = '']) => name)
