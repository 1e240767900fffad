import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../environment'

/** Criteria of a page, in the order of the columns, and what each means. */
export const CRITERIA = {
  axe: 'axe-core finds no violation of WCAG 2.2 A and AA, nor of its best practices, in either theme',
  narrow: 'at 320 CSS pixels nothing is wider than the window, which is 400 % of zoom at 1280 (1.4.10)',
  dark: 'texts and controls have their contrast in the dark theme too (1.4.3, 1.4.11)',
  keyboard: 'the Tab key reaches everything that can be acted on, and leaves it again (2.1.1, 2.1.2, 2.4.3)',
  focus: 'the focus is an outline of 2 px or more, and nothing covers it (2.4.7, 2.4.11)',
  target: 'targets are 24 × 24 px or have room around them (2.5.8)',
  language: 'language and title are those of the page (2.4.2, 3.1.1)',
  errors:
    'a refusal says what is wrong at its field, moves the focus there, and is announced (3.3.1, 3.3.3, 4.1.3)',
  noScript: 'everything can be done without JavaScript',
} as const

export type Criterion = keyof typeof CRITERIA

/** Met (`yes`), does not occur on this page (`none`), or a few words about what is missing. */
export type Finding = 'yes' | 'none' | (string & {})

/** A page by its address in `app/`; criteria without a finding were not checked yet. */
export type CheckedPage = { page: string; remark?: string } & Partial<Record<Criterion, Finding>>

/** The findings, by page. */
export const FINDINGS = JSON.parse(
  readFileSync(path.join(root, 'scripts/accessibility/findings.json'), 'utf8'),
) as { checked: string; pages: CheckedPage[] }

const FILE = /(^|\/)(page|not-found|error|global-error)[.]tsx$/

/** The address of a page's file: `app/(visitor)/login/page.tsx` is `/login`. */
function addressOf(file: string): string {
  const parts = file.split('/').filter((part) => !/^\(.*\)$/.test(part))
  const name = (parts.pop() ?? '').replace('.tsx', '')
  return name === 'page' ? `/${parts.join('/')}` : [...parts, name].join('/')
}

/** Every page of the product, in the order of addresses. */
export const productPages = (): string[] =>
  readdirSync(path.join(root, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((name) => FILE.test(name))
    .map(addressOf)
    .toSorted()
