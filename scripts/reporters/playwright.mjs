import { placeOf, writeReport } from './report.mjs'

const saidBy = (errors) => errors.map(({ message, value }) => message ?? value).join('\n')

// The first name is the project's, which is empty, and the second the file's.
const placeOfTest = (test) => placeOf(test.location.file, test.titlePath().slice(3))

/** The reason given for a skipped test, which needs something that not every machine has. */
const reasonOf = (test) =>
  test.outcome() === 'skipped'
    ? test.annotations.find(({ type, description }) => type === 'skip' && description)?.description
    : undefined

/** Describes a test that did not pass, or not at once. A test skipped without a reason counts as failed. */
function failureOf(test) {
  const errors = test.results.find((result) => result.errors.length > 0)?.errors ?? []
  return {
    where: placeOfTest(test),
    said: errors.length > 0 ? saidBy(errors) : test.outcome(),
  }
}

/** Playwright's side of `npm test`: writes the report that `scripts/test.mjs` reads. */
export default class {
  outside = []

  printsToStdio() {
    return false
  }

  onBegin(_config, suite) {
    this.suite = suite
  }

  onError(error) {
    this.outside.push({ where: 'outside of any test', said: saidBy([error]) })
  }

  onEnd() {
    const tests = this.suite?.allTests() ?? []
    const leftOut = tests.filter((test) => reasonOf(test) !== undefined)
    const unsteady = tests.filter((test) => test.outcome() === 'flaky')
    const good = [...leftOut, ...unsteady]
    const failed = tests.filter((test) => test.outcome() !== 'expected' && !good.includes(test))
    writeReport({
      passed: tests.length - failed.length - leftOut.length,
      failures: [...this.outside, ...failed.map(failureOf)],
      unsteady: unsteady.map(failureOf),
      leftOut: leftOut.map((test) => ({ where: placeOfTest(test), why: reasonOf(test) })),
    })
  }
}
