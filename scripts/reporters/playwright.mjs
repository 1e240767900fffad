import { placeOf, writeReport } from './report.mjs'

const saidBy = (errors) => errors.map(({ message, value }) => message ?? value).join('\n')

/** Describes a test that did not pass. A skipped one counts as failed, because it showed nothing. */
function failureOf(test) {
  const errors = test.results.at(-1)?.errors ?? []
  // The first is the project's name, which is empty, and the second the file's.
  const names = test.titlePath().slice(3)
  return {
    where: placeOf(test.location.file, names),
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
    const failed = tests.filter((test) => test.outcome() !== 'expected')
    writeReport({
      passed: tests.length - failed.length,
      failures: [...this.outside, ...failed.map(failureOf)],
    })
  }
}
