import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { installMissing, root } from './install.mjs'

/** What the runners write for this script to count. */
const reports = path.join(root, '.cache', 'reports')
const browserReport = path.join(reports, 'playwright.json')

const bin = (name) => path.join(root, 'node_modules', '.bin', name)
const npm = (script) => ['npm', 'run', '--silent', script]
const KINDS = ['unit', 'integration', 'wire']

/** Where the rehearsal of a deployment leaves the build it made. */
const REHEARSED = path.join(root, '.cache', 'rehearsal')
const BUILT = path.join(REHEARSED, 'dist', 'server.mjs')

/** A developer's own configuration must not change what is tested. */
const CONFIGURATION =
  /^(AWS_\w+|DATABASE_URL|APP_URL|AUTH_SECRET|CRON_SECRET|RDS_INSTANCE_ID|METRICS_TOKEN|ALARM_\w+|EMAIL_\w+|SMTP_URL|SES_CONFIGURATION_SET|SNS_TOPIC_ARNS|PORT|NODE_ENV|BCRYPT_COST|RATE_LIMIT_SCALE|TRUSTED_PROXY_HOPS)$/

const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !CONFIGURATION.test(name))),
  NEXT_TELEMETRY_DISABLED: '1',
  PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport,
}

/** Runs one command with its output shown. `more`: further variables. @returns whether it succeeded */
function run([command, ...args], more = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...environment, ...more }, stdio: 'inherit' })
    const forward = (signal) => child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward)
    child.on('error', () => resolve(false))
    child.on('exit', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, forward)
      resolve(code === 0)
    })
  })
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** A runner that says it failed counts as one failure at least: a file that did not load has no failed test. */
const counted = (succeeded, passed, failed) => ({ passed, failed: succeeded ? failed : Math.max(1, failed) })

async function runPlain(name, command) {
  const succeeded = await run(command)
  return { name, ...counted(succeeded, succeeded ? 1 : 0, 0) }
}

async function runVitest(kinds, files) {
  const report = path.join(reports, `vitest-${kinds.join('-')}.json`)
  const projects = kinds.flatMap((kind) => ['--project', kind])
  const output = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const succeeded = await run([bin('vitest'), 'run', ...projects, ...output, ...files])
  const { numPassedTests = 0, numFailedTests = 0 } = readReport(report) ?? {}
  return { name: kinds.join(', '), ...counted(succeeded, numPassedTests, numFailedTests) }
}

/**
 * Walks the build in the folder `build`. A browser test that was left out is a failure: nothing else here shows that
 * the product works.
 */
async function runBrowser(build, files) {
  const command = [bin('playwright'), 'test', '--reporter=line,json', ...files]
  const succeeded = await run(command, { TEST_BUILD: build })
  const { stats = {}, errors = [] } = readReport(browserReport) ?? {}
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats
  const none = expected + unexpected + flaky === 0
  return {
    name: 'browser',
    ...counted(succeeded && !none, expected, unexpected + flaky + skipped + errors.length),
  }
}

/** What could not run for want of a build did not pass: it is not left out. */
const unbuilt = { name: 'browser', passed: 0, failed: 1 }

async function buildAndRunBrowser(files) {
  const build = await runPlain('build', npm('build'))
  return [build, build.failed > 0 ? unbuilt : await runBrowser(root, files)]
}

/**
 * What needs no browser, with the rehearsal of a deployment beside it: much of that is waiting. Then the browser walks
 * what the rehearsal built: one build for both.
 */
async function runTests() {
  rmSync(BUILT, { force: true })
  const tests = await runVitest([...KINDS, 'deploy'], [])
  return [tests, existsSync(BUILT) ? await runBrowser(REHEARSED, []) : unbuilt]
}

/** Which parts run, in this order. Without arguments: all. */
async function runParts([only, ...files]) {
  if ([...KINDS, 'deploy'].includes(only)) return [await runVitest([only], files)]
  if (only === 'e2e') return await buildAndRunBrowser(files)
  if (only === 'lint' || only === 'typecheck') return [await runPlain(only, npm(only))]
  if (only !== undefined) return [{ name: `unknown part "${only}"`, passed: 0, failed: 1 }]
  const checks = await Promise.all(['lint', 'typecheck'].map((name) => runPlain(name, npm(name))))
  return [...checks, ...(await runTests())]
}

const sum = (results, key) => results.reduce((total, result) => total + result[key], 0)

installMissing()
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
const results = await runParts(process.argv.slice(2))
process.stdout.write('\n')
for (const { name, passed, failed } of results)
  process.stdout.write(`${failed > 0 ? 'FAILED' : 'ok    '}  ${name}: ${passed} passed, ${failed} failed\n`)
const [passed, failed] = [sum(results, 'passed'), sum(results, 'failed')]
process.exitCode = failed > 0 ? 1 : 0
process.stdout.write(`${passed} passed, ${failed} failed\n`)
