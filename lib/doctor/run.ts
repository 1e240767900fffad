import { SECOND } from '../kernel/clock'
import { type Check, type Finding, type Level, type Probe, red } from './check'
import { failureCode } from './failure-code'

const STEP_TIMEOUT = 5 * SECOND

class StepTimeout extends Error {
  override readonly name = 'StepTimeout'
}

async function within<T>(limit: number, step: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_settle, refuse) => {
    timer = setTimeout(() => refuse(new StepTimeout()), limit)
  })
  try {
    return await Promise.race([step, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/** The same questions, each with a time limit (ms). */
function bounded<Questions extends object>(questions: Questions, limit: number): Questions {
  return new Proxy(questions, {
    get(target, name) {
      const question = Reflect.get(target, name)
      if (typeof question !== 'function') return question
      return (...input: unknown[]) => within(limit, question.apply(target, input))
    },
  })
}

const boundedProbe = (probe: Probe, limit: number): Probe => ({
  ...probe,
  query: (sql) => within(limit, probe.query(sql)),
  queryAnew: (sql) => within(limit, probe.queryAnew(sql)),
  dns: bounded(probe.dns, limit),
  ses: bounded(probe.ses, limit),
  verifySmtp: (address, name) => within(limit, probe.verifySmtp(address, name)),
  canary: (email) => within(limit, probe.canary(email)),
  fetchStatus: (url, method) => within(limit, probe.fetchStatus(url, method)),
})

async function runOne(check: Check, probe: Probe): Promise<Finding> {
  try {
    return await check.run(probe)
  } catch (error) {
    return red(`could not be checked (${failureCode(error)})`, 'mend what is red above, then run this again')
  }
}

/**
 * Runs the checks one after another, because SES takes one question a second. A failing check is red and stops no
 * other.
 * @param onFinding gets each finding at once
 * @param limit milliseconds that one step over the network may take
 * @returns the worst level of all
 */
export async function runChecks(
  checks: Check[],
  probe: Probe,
  onFinding: (name: string, finding: Finding) => void,
  limit = STEP_TIMEOUT,
): Promise<Level> {
  const limited = boundedProbe(probe, limit)
  const levels = new Set<Level>()
  for (const check of checks) {
    const finding = await runOne(check, limited)
    levels.add(finding.level)
    onFinding(check.name, finding)
  }
  if (levels.has('red')) return 'red'
  return levels.has('yellow') ? 'yellow' : 'green'
}
