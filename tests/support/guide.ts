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

/** The IAM policy of the guide. */
export const policy = (): { Statement: { Action: string | string[]; Resource: string | string[] }[] } =>
  JSON.parse(blocksOf('json', sectionOf('4. Permissions')).join(''))

/** The names of the alarms that the run-book knows: each is the first thing under a heading of its own. */
export const alarms = (): string[] =>
  [...sectionOf('Run-book').matchAll(/^### .*\n`(\w+)`/gm)].map(([, name = '']) => name)
