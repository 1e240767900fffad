import { placeOf, writeReport } from './report.mjs'

const saidBy = (errors) => errors.map(({ message, stack }) => stack ?? message).join('\n')

/** The names of the groups around a test or group, then its own. A file has none. */
const namesOf = (at) => (at.type === 'module' ? [] : [...namesOf(at.parent), at.name])

/** Errors outside of tests, of files and groups (failed to load, failed in `beforeAll`), and of tests. */
function failuresOf(modules, unhandled) {
  const groups = modules.flatMap((module) => [module, ...module.children.allSuites()])
  const tests = modules.flatMap((module) => [...module.children.allTests('failed')])
  const failing = [
    ...groups.filter((group) => group.errors().length > 0).map((group) => [group, group.errors()]),
    ...tests.map((test) => [test, test.result().errors]),
  ]
  return [
    ...unhandled.map((error) => ({ where: 'outside of any test', said: saidBy([error]) })),
    ...failing.map(([at, errors]) => ({
      where: placeOf((at.module ?? at).moduleId, namesOf(at)),
      said: saidBy(errors),
    })),
  ]
}

/** The tests that passed at their second try. */
const unsteadyOf = (modules) =>
  modules
    .flatMap((module) => [...module.children.allTests('passed')])
    .filter((test) => test.diagnostic()?.flaky)
    .map((test) => ({
      where: placeOf(test.module.moduleId, namesOf(test)),
      said: saidBy(test.result().errors ?? []),
    }))

/** Vitest's side of `npm test`: writes the report that `scripts/test.mjs` reads. */
export default class {
  onTestRunEnd(modules, unhandled) {
    const passed = modules.flatMap((module) => [...module.children.allTests('passed')]).length
    writeReport({ passed, failures: failuresOf(modules, unhandled), unsteady: unsteadyOf(modules) })
  }
}
