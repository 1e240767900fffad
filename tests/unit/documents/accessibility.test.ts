import { describe, expect, it } from 'vitest'
import { describeAccessibility } from '../../../scripts/accessibility/describe'
import { CRITERIA, FINDINGS, productPages } from '../../../scripts/accessibility/pages'
import { read } from '../../support/documents'

const FILE = 'docs/ACCESSIBILITY.md'

describe(FILE, () => {
  it('follows from the pages and what was found (npm run docs:accessibility)', () => {
    expect(read(FILE) === describeAccessibility(), 'run npm run docs:accessibility').toBe(true)
  })

  it('has a row for every page of the product', () => {
    const rows = [...read(FILE).matchAll(/^\| `([^`]+)` \|/gm)].map(([, page]) => page)
    expect(productPages()).toContain('/dashboard')
    expect(rows).toEqual(productPages())
  })

  it('has findings about no page that is gone, and none of an unknown kind', () => {
    const pages = FINDINGS.pages.map(({ page }) => page)
    expect(pages.filter((page) => !productPages().includes(page))).toEqual([])
    const named = FINDINGS.pages.flatMap((one) => Object.keys(one))
    expect(named.filter((name) => !['page', 'remark', ...Object.keys(CRITERIA)].includes(name))).toEqual([])
  })

  it('has a walk in the browser for every page that is checked by one', () => {
    const table = read('tests/e2e/product-pages.ts')
    const walked = FINDINGS.pages.filter(({ axe }) => axe === 'yes').map(({ page }) => page)
    expect(walked.filter((page) => !table.includes(`'${page}': `))).toEqual([])
  })
})
