import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  describeFailures,
  describeLeftOut,
  describeUnsteady,
  readReport,
} from '../../../scripts/reporters/report.mjs'

const REPORTERS = path.resolve('scripts/reporters')

let folder: string
beforeAll(() => {
  // Within the project, where the runners are found.
  mkdirSync('.cache', { recursive: true })
  folder = mkdtempSync(path.resolve('.cache/reporters-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a runner on these files, and reads its report. */
async function reportOf(runner: string, args: string[], files: Record<string, string>) {
  const within = path.join(folder, runner)
  mkdirSync(within)
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(within, name), text)
  const report = path.join(within, 'report.json')
  const env = { ...process.env, TEST_REPORT: report, TEST_WORKER_INDEX: undefined }
  const command = path.resolve('node_modules/.bin', runner)
  const ran = promisify(execFile)(command, [...args, `--reporter=${REPORTERS}/${runner}.mjs`], {
    cwd: within,
    env,
  })
  await expect(ran).rejects.toMatchObject({ code: 1 })
  return readReport(report)
}

const firstWords = ({ failures }: ReturnType<typeof readReport>) =>
  failures.map(({ where, said }) => [where, said.split('\n')[0]]).toSorted()

const unsteadyIn = ({ unsteady }: ReturnType<typeof readReport>) => describeUnsteady(unsteady)[0]

describe('the report of a run', () => {
  it('of Vitest: what passed, and each failure, in tests and outside of them', async () => {
    const report = await reportOf('vitest', ['run'], {
      'vitest.config.mjs': 'export default { test: { retry: 1 } }',
      'a.test.mjs': `
        import { beforeAll, describe, expect, it } from 'vitest'
        it('passes', () => {})
        let tries = 0
        it('passes at last', () => expect(++tries).toBe(2))
        describe('outer', () => {
          it('fails', () => expect({ a: 1 }).toEqual({ a: 2 }))
          it.skip('is left out', () => {})
        })
        describe('unprepared', () => {
          beforeAll(() => { throw new Error('not today') })
          it('never runs', () => {})
        })`,
      'loose.test.mjs': `
        import { it } from 'vitest'
        it('leaves something behind', async () => {
          void Promise.reject(new Error('unheard'))
          await new Promise((resolve) => setTimeout(resolve, 20))
        })`,
      'unloadable.test.mjs': `import './nowhere.mjs'`,
    })
    expect(report.passed).toBe(3)
    expect(unsteadyIn(report)).toBe('passed at its second try  a.test.mjs › passes at last')
    expect(firstWords(report)).toEqual([
      ['a.test.mjs › outer › fails', 'AssertionError: expected { a: 1 } to deeply equal { a: 2 }'],
      ['a.test.mjs › unprepared', 'Error: not today'],
      ['outside of any test', 'Error: unheard'],
      ['unloadable.test.mjs', expect.stringContaining('nowhere.mjs')],
    ])
  })

  it('of Playwright: what passed, and each failure, in tests and outside of them', async () => {
    const report = await reportOf('playwright', ['test'], {
      'playwright.config.mjs': `export default { globalTeardown: './teardown.mjs', retries: 1 }`,
      'teardown.mjs': `export default () => { throw new Error('not tidy') }`,
      'a.spec.mjs': `
        import { expect, test } from '@playwright/test'
        test('passes', () => {})
        test('passes at last', ({}, { retry }) => expect(retry).toBe(1))
        test.describe('outer', () => {
          test('fails', () => expect(1).toBe(2))
          test.skip('is left out', () => {})
          test('needs more', () => test.skip(true, 'there is none here'))
        })`,
    })
    expect(report.passed).toBe(2)
    expect(unsteadyIn(report)).toBe('passed at its second try  a.spec.mjs › passes at last')
    expect(describeLeftOut(report.leftOut)).toEqual([
      'left out  a.spec.mjs › outer › needs more: there is none here',
    ])
    expect(firstWords(report)).toEqual([
      ['a.spec.mjs › outer › fails', expect.stringMatching(/^Error: .*expect/)],
      ['a.spec.mjs › outer › is left out', 'skipped'],
      ['outside of any test', 'Error: not tidy'],
    ])
  })

  it('of a run that came to no end: nothing', () => {
    expect(readReport(path.join(folder, 'none.json'))).toEqual({ passed: 0, failures: [] })
  })
})

describe('the last lines of a run', () => {
  const said = `\u001b[31mError: no\u001b[39m\n\n    at a.test.ts:3:1\n    at node_modules/x.js:1:1\n    at new Promise (<anonymous>)`

  it('tells each failure without colours, and the lines of its stack that are ours', () => {
    expect(describeFailures([{ where: 'a.test.ts › fails', said }])).toEqual([
      'FAILED  a.test.ts › fails',
      '        Error: no',
      '            at a.test.ts:3:1',
    ])
  })

  it('stays short, however much failed', () => {
    const failures = Array.from({ length: 12 }, () => ({ where: 'a', said: 'line\n'.repeat(20) }))
    const lines = describeFailures(failures)
    expect(lines).toHaveLength(10 * 7 + 1)
    expect(lines.at(-1)).toBe('FAILED  and 2 more')
    expect(describeFailures([])).toEqual([])
  })
})
