import { type CheckedPage, CRITERIA, type Criterion, FINDINGS, productPages } from './pages'

const INTRODUCTION = `# Accessibility statement

Made of \`scripts/accessibility/findings.json\` by \`npm run docs:accessibility\`.

The pages aim at **WCAG 2.2, level AA**, and with it at RGAA 4.1. **State: partially conformant, by our own audit**: every page below was
checked as the table says, by the tests named; no independent auditor, and no person who depends on a screen reader, has done so yet.

Whoever meets an obstacle, please write to those who run the service; we answer within a week. In France a complaint that stays without
an answer can go to the *Défenseur des droits* (https://www.defenseurdesdroits.fr).

## How it was checked
- \`tests/e2e/accessible-pages.spec.ts\` opens every page in both languages at 320 px, runs axe-core in both themes, walks it with the
  Tab key and looks at the outline of each focus, measures targets, and compares language, title, one \`h1\` and one \`main\`.
- \`tests/e2e/every-page.spec.ts\` does part of that for the states of a page: faults, expired links, a failed sign-out.
- Refusals and forms without JavaScript: \`tests/e2e/forms.spec.ts\`, \`tests/e2e/plain-forms.spec.ts\`, \`tests/e2e/without-javascript.spec.ts\`,
  and the tests of each page.
- Known and open: no test with VoiceOver, NVDA or TalkBack; e-mails are checked for contrast and order alone (\`tests/e2e/email-look.spec.ts\`).
`

const SHOWN: Record<string, string> = { yes: '✓', none: '–' }
const TITLES: Record<Criterion, string> = {
  axe: 'axe',
  narrow: '320 px',
  dark: 'dark',
  keyboard: 'keyboard',
  focus: 'focus visible',
  target: 'target size',
  language: 'language, title',
  errors: 'errors announced',
  noScript: 'no JavaScript',
}

const line = (cells: string[]): string => `| ${cells.join(' | ')} |`

function rowOf(page: string, found: CheckedPage | undefined): string {
  const findings = (Object.keys(CRITERIA) as Criterion[]).map((criterion) => {
    const finding = found?.[criterion]
    return finding === undefined ? 'not checked yet' : (SHOWN[finding] ?? finding)
  })
  return line([`\`${page}\``, ...findings, found?.remark ?? ''])
}

/** The statement: every page of the product with what was found, one that nobody checked included. */
export function describeAccessibility(): string {
  const byPage = new Map(FINDINGS.pages.map((one) => [one.page, one]))
  const criteria = (Object.keys(CRITERIA) as Criterion[]).map((name) => line([TITLES[name], CRITERIA[name]]))
  const head = ['page', ...Object.values(TITLES), 'remark']
  return [
    INTRODUCTION,
    '## What a column means\n',
    line(['column', 'met when']),
    line(['---', '---']),
    ...criteria,
    `\n## Page by page\n\nChecked last on ${FINDINGS.checked}. ✓ met, – does not occur.\n`,
    line(head),
    line(head.map(() => '---')),
    ...productPages().map((page) => rowOf(page, byPage.get(page))),
    '',
  ].join('\n')
}
