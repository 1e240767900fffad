import { describe, expect, it } from 'vitest'
import { allAnnotations, annotationsIn, type Found } from '../../../scripts/asvs/annotations'
import { describeAsvs, projectProofs, rowsOf, STATES } from '../../../scripts/asvs/describe'
import { LISTED_BY_OWASP, TABLE } from '../../../scripts/asvs/requirements'
import { read } from '../../support/documents'

const FILE = 'docs/SECURITY_ASVS.md'
const { absent, chapters, requirements } = TABLE
const ids = requirements.map(({ id }) => id)

/** Ids of annotations that the standard does not know. */
const unknownIn = ({ proofs }: Found): string[] =>
  proofs.flatMap((proof) => proof.ids).filter((id) => !ids.includes(id))

/** The annotations of a source, whose own are written with `#`, so that they are none of this file. */
const found = (source: string) => annotationsIn('x.test.ts', source.replaceAll('# ASVS', '// ASVS'))

describe('the annotations in the tests', () => {
  it('stand above a test each, and name requirements that there are', () => {
    const faults = Object.entries(allAnnotations()).flatMap(([name, given]) => [
      ...given.astray.map((line) => `${name}:${line} stands above no test`),
      ...unknownIn(given).map((id) => `${name} names ${id}`),
    ])
    expect(faults).toEqual([])
  })

  it('would be caught with an unknown id, or above no test: the control', () => {
    const source = `
      # ASVS 6.2.99
      it('is unknown', () => {})
      # ASVS 6.2.1
      const one = 1
      # ASVS: 6.2.1
      it('is written differently', () => {})`
    expect(unknownIn(found(source))).toEqual(['6.2.99'])
    expect(found(source).astray).toEqual([4, 6])
  })

  it('are read above tests of every form, with the names of their groups', () => {
    const source = `
      # ASVS 1.1.1
      describe.each(KINDS)('a %s', (kind) => {
        # ASVS 1.1.2, 1.2.1
        it.each<[string]>([['x']])('says %s', () => {})
        for (const name of names)
          # ASVS 1.2.2
          test(\`of \${name}\`, () => {})
        # ASVS 1.2.3
        # ASVS 1.2.4
        it.runIf(true)('when it can', () => {})
      })`
    expect(found(source).proofs.map(({ title, ids }) => [title, ids])).toEqual([
      ['a %s', ['1.1.1']],
      ['a %s › says %s', ['1.1.2', '1.2.1']],
      ['a %s › of …', ['1.2.2']],
      ['a %s › when it can', ['1.2.3', '1.2.4']],
    ])
  })
})

describe('the table of requirements', () => {
  it('lists each once, in order, and with the chapters left out adds up to the standard', () => {
    const order = (id: string) => id.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0)
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => order(a) - order(b)))
    expect(new Set(ids.map((id) => id.split('.')[0]))).toEqual(new Set(Object.keys(chapters)))
    const left = absent.reduce((sum, chapter) => sum + chapter.requirements, 0)
    expect(ids.length + left).toBe(LISTED_BY_OWASP)
    expect([1, 2, 3].map((level) => requirements.filter((one) => one.level === level).length)).toEqual([
      61, 156, 77,
    ])
  })

  it('gives a reason for what is not met or does not apply, and a section for what asks for a document', () => {
    const unexplained = requirements.filter(({ kind, reason }) => 'XUN'.includes(kind) && !reason)
    const undocumented = requirements.filter(({ kind, sections }) => kind === 'D' && !sections?.length)
    expect([...unexplained, ...undocumented]).toEqual([])
    expect(requirements.filter(({ kind }) => kind === 'X')).toHaveLength(7)
  })
})

describe(FILE, () => {
  const rows = rowsOf(projectProofs())

  it('follows from the table and the annotations (npm run docs:asvs)', () => {
    // The texts themselves would fill a screen ten times.
    expect(read(FILE) === describeAsvs(projectProofs()), 'run npm run docs:asvs').toBe(true)
  })

  it('has every requirement in one state, and counts them', () => {
    const counts = STATES.map((state) => rows.filter((row) => row.state === state).length)
    expect(counts.reduce((sum, count) => sum + count)).toBe(requirements.length)
    const [, ...shown] = /^\| all ((\| \d+ )+)\|$/m.exec(read(FILE)) ?? []
    expect(shown[0]?.match(/\d+/g)?.map(Number)).toEqual([...counts, requirements.length])
    const listed = [...read(FILE).matchAll(/^\| (\d+\.\d+\.\d+) \|/gm)].map(([, id]) => id)
    expect(listed).toEqual(ids)
  })

  it('names, for what is open at levels 1 and 2, the work that will close it', () => {
    const open = rows.filter(({ state, level, later }) => state === 'open' && level < 3 && !later)
    expect(open.map(({ id, gist }) => `${id} ${gist}`)).toEqual([])
  })

  it('would show a requirement open if its test lost the annotation: the control', () => {
    const without = projectProofs().filter((proof) => !proof.ids.includes('6.2.1'))
    expect(rowsOf(without).find(({ id }) => id === '6.2.1')?.state).toBe('open')
    expect(rows.find(({ id }) => id === '6.2.1')?.state).toBe('met')
  })
})
