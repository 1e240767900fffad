import { allAnnotations, type Proof } from './annotations'
import { LISTED_BY_OWASP, type Requirement, TABLE } from './requirements'

export const STATES = ['met', 'open', 'deployment', 'deviation', 'by design', 'not applicable'] as const
type State = (typeof STATES)[number]

/** A requirement with the tests that prove it, and the state that follows. */
export type Row = Requirement & { proofs: Proof[]; state: State }

const OF_KIND: Partial<Record<Requirement['kind'], State>> = {
  X: 'deviation',
  U: 'by design',
  N: 'not applicable',
}

function stateOf({ kind, sections = [] }: Requirement, proofs: Proof[]): State {
  const decided = OF_KIND[kind]
  if (decided) return decided
  if (kind === 'A') return proofs.length > 0 ? 'met' : 'open'
  if (proofs.length + sections.length === 0) return 'open'
  return kind === 'O' ? 'deployment' : 'met'
}

/** Every requirement with its state; `proofs` are those of the tests of the project. */
export const rowsOf = (proofs: Proof[]): Row[] =>
  TABLE.requirements.map((requirement) => {
    const own = proofs.filter(({ ids }) => ids.includes(requirement.id))
    return { ...requirement, proofs: own, state: stateOf(requirement, own) }
  })

/** The proofs in the project's tests. */
export const projectProofs = (): Proof[] => Object.values(allAnnotations()).flatMap(({ proofs }) => proofs)

const INTRODUCTION = `# OWASP ASVS 5.0, requirement by requirement

Made of \`scripts/asvs/requirements.json\` and the annotations in the tests (\`// ASVS 6.2.1\` above a test) by \`npm run docs:asvs\`.
A gist is in our own words; the id decides ([OWASP ASVS 5.0.0](https://github.com/OWASP/ASVS/tree/v5.0.0)).

| state | meaning |
|---|---|
| met | a test proves it, or the named section is the document that it asks for |
| open | nothing proves it yet; the row says which work will |
| deployment | holds where the deployment follows the section named, whose settings are shipped and tested as far as named |
| deviation | the specification fixes a choice that breaks the letter of it; the reason and what is done instead |
| by design | not met, and why |
| not applicable | the feature does not exist |
`

const line = (cells: (string | number)[]): string => `| ${cells.join(' | ')} |`

const table = (head: string[], rows: (string | number)[][]): string =>
  [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')

const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '\\<')

const shortName = (file: string): string => file.replace(/^tests\/|[.](test|spec)[.]tsx?$/g, '')

const proofOf = ({ file, title }: Proof): string => `[${shortName(file)}](../${file}): ${escaped(title)}`

function sectionLink(section: string): string {
  const name = section.replace(/^docs\//, '')
  return `[${name}](${section.startsWith('docs/') ? name : `../${section}`})`
}

const evidence = ({ state, reason, sections = [], later, proofs }: Row): string =>
  [
    ...(state === 'open' ? [`OPEN: ${later ?? 'no test yet'}`] : []),
    ...(reason ? [reason] : []),
    ...sections.map(sectionLink),
    ...proofs.map(proofOf),
  ].join('<br>')

function summary(rows: Row[]): string {
  const counted = (label: string, some: Row[]) => [
    label,
    ...STATES.map((state) => some.filter((row) => row.state === state).length),
    some.length,
  ]
  const levels = [1, 2, 3].map((level) =>
    counted(
      `L${level}`,
      rows.filter((row) => row.level === level),
    ),
  )
  return table(['level', ...STATES, 'all'], [...levels, counted('all', rows)])
}

const chapterOf = ({ id }: Requirement): string => id.split('.')[0] ?? ''

const chapter = (rows: Row[], [number, title]: [string, string]): string => {
  const own = rows.filter((row) => chapterOf(row) === number)
  const body = own.map((row) => [row.id, row.level, row.state, escaped(row.gist), evidence(row)])
  return `## V${number} ${title}\n\n${table(['id', 'level', 'state', 'requirement', 'proof, or reason'], body)}\n`
}

function absentChapters(): string {
  const body = TABLE.absent.map(({ chapter: name, title, requirements, reason }) => [
    `V${name} ${title}`,
    requirements,
    reason,
  ])
  return `## Chapters left out whole\n\n${table(['chapter', 'requirements', 'reason'], body)}\n`
}

/** The document of all requirements. */
export function describeAsvs(proofs: Proof[]): string {
  const rows = rowsOf(proofs)
  const chapters = Object.entries(TABLE.chapters).map((one) => chapter(rows, one))
  const counts = `## Counts\n\n${summary(rows)}\n\nOf ${LISTED_BY_OWASP} requirements, ${rows.length} are listed; the rest are in the chapters left out whole.\n`
  return [INTRODUCTION, counts, ...chapters, absentChapters()].join('\n')
}
