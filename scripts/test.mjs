import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { installMissing, root } from './install.mjs'
import { testOnNode } from './other-node.mjs'
import {
  describeFailures,
  describeLeftOut,
  describeUnsteady,
  REPORT_VARIABLE,
  readReport,
} from './reporters/report.mjs'

const REPORTS = path.join(root, '.cache', 'reports')

const bin = (name) => path.join(root, 'node_modules', '.bin', name)
const npm = (script) => ['npm', 'run', '--silent', script]
/** The browser tests of every Node.js: the main flow, and odd requests to its HTTP server. */
const SMOKE = ['main-flow', 'outsiders'].map((name) => `tests/e2e/${name}.spec.ts`)
const KINDS = ['unit', 'integration', 'wire']

/** Where the rehearsal of a deployment leaves the build it made. */
const REHEARSED = path.join(root, '.cache', 'rehearsal')
const BUILT = path.join(REHEARSED, 'dist', 'server.mjs')

/** A developer's own configuration must not change the tests. */
const CONFIGURATION =
  /^(AWS_\w+|DATABASE_\w+|GOOGLE_\w+|APPLE_\w+|OIDC_\w+|OPERATOR_SECOND_FACTOR|PASSKEY_RELATED_ORIGINS|SESSION_BINDING|SERVICE_AUDIENCES|APP_URL|AUTH_SECRET|CRON_SECRET|RDS_INSTANCE_ID|METRICS_TOKEN|ALARM_\w+|EMAIL_\w+|SMTP_URL|BOUNCE_\w+|SES_CONFIGURATION_SET|SNS_TOPIC_ARNS|PORT|NODE_ENV|BCRYPT_COST|RATE_LIMIT_SCALE|TRUSTED_PROXY_HOPS)$/

const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !CONFIGURATION.test(name))),
  NEXT_TELEMETRY_DISABLED: '1',
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

/** The reporter that writes for `readReport`. */
const reporterOf = (runner) => path.join(root, 'scripts', 'reporters', `${runner}.mjs`)

/** A part of the tests that did not run, or said no more than that it failed. */
const failedAsAWhole = (name) => ({ name, passed: 0, failures: [{ where: name, said: 'see above' }] })

/** Runs a test runner, which succeeds when a test passed, none failed, and it says so itself. */
async function runRunner(name, command, more = {}) {
  const file = path.join(REPORTS, `${name.replaceAll(', ', '-')}.json`)
  rmSync(file, { force: true })
  const succeeded = await run(command, { ...more, [REPORT_VARIABLE]: file })
  const report = readReport(file)
  const isUnexplained = report.failures.length === 0 && (report.passed === 0 || !succeeded)
  return isUnexplained ? { ...failedAsAWhole(name), passed: report.passed } : { name, ...report }
}

async function runPlain(name, command) {
  return (await run(command)) ? { name, passed: 1, failures: [] } : failedAsAWhole(name)
}

async function runVitest(kinds, files) {
  const projects = kinds.flatMap((kind) => ['--project', kind])
  const reporters = ['--reporter=default', `--reporter=${reporterOf('vitest')}`]
  return await runRunner(kinds.join(', '), [bin('vitest'), 'run', ...projects, ...reporters, ...files])
}

/** Runs Playwright on the build in the folder `build`. */
async function runPlaywright(name, build, options) {
  const reporters = `--reporter=line,${reporterOf('playwright')}`
  return await runRunner(name, [bin('playwright'), 'test', reporters, ...options], { TEST_BUILD: build })
}

/** Walks the build in the folder `build`. */
const runBrowser = (build, files) => runPlaywright('browser', build, files)

/** Walks the build of this folder with a full Chromium, and fails where there is none. */
const runNewGround = (files) =>
  runPlaywright('new ground', root, ['--config', 'tests/new-ground/playwright.config.ts', ...files])

/** `npm test` runs on machines that have no full Chromium. */
const NEW_GROUND_LEFT_OUT = {
  where: 'tests/new-ground',
  why: '`npm test new-ground` runs it, with a full Chromium: apt-get install chromium, or set CHROMIUM_PATH',
}

/** Tests that could not run without a build count as failed. */
const unbuilt = failedAsAWhole('browser')

async function buildAndRun(walk) {
  const build = await runPlain('build', npm('build'))
  return [build, build.failures.length > 0 ? unbuilt : await walk()]
}

const buildAndRunBrowser = (files) => buildAndRun(() => runBrowser(root, files))

/**
 * Runs the tests without a browser beside the rehearsal of a deployment, which mostly waits. Then the browser walks
 * the rehearsal's build: one build for both.
 */
async function runTests() {
  rmSync(BUILT, { force: true })
  const tests = await runVitest([...KINDS, 'deploy'], [])
  const browser = existsSync(BUILT) ? await runBrowser(REHEARSED, []) : unbuilt
  return [tests, { ...browser, leftOut: [...(browser.leftOut ?? []), NEW_GROUND_LEFT_OUT] }]
}

/** Which parts run, in this order. Without arguments: all. */
async function runParts([only, ...files]) {
  if ([...KINDS, 'deploy'].includes(only)) return [await runVitest([only], files)]
  if (only === 'e2e') return await buildAndRunBrowser(files)
  if (only === 'new-ground') return await buildAndRun(() => runNewGround(files))
  if (only === 'smoke') return [await runVitest(['unit', 'wire'], []), ...(await buildAndRunBrowser(SMOKE))]
  if (only === 'lint' || only === 'typecheck') return [await runPlain(only, npm(only))]
  if (only !== undefined) return [failedAsAWhole(`unknown part "${only}"`)]
  // Beside the tests, since a rehearsal of a deployment mostly waits for one core.
  const checks = Promise.all(['lint', 'typecheck'].map((name) => runPlain(name, npm(name))))
  return (await Promise.all([checks, runTests()])).flat()
}

if (process.argv[2] === 'node') process.exit(await testOnNode(process.argv.slice(3)))
installMissing()
mkdirSync(REPORTS, { recursive: true })
const results = await runParts(process.argv.slice(2))
const failures = results.flatMap((result) => result.failures)
const passed = results.reduce((sum, result) => sum + result.passed, 0)
const lines = [
  '',
  ...describeLeftOut(results.flatMap((result) => result.leftOut ?? [])),
  ...describeUnsteady(results.flatMap((result) => result.unsteady ?? [])),
  ...describeFailures(failures),
  `Node.js ${process.version}`,
  ...results.map(
    (part) =>
      `${part.failures.length > 0 ? 'FAILED' : 'ok    '}  ${part.name}: ${part.passed} passed, ${part.failures.length} failed`,
  ),
  `${passed} passed, ${failures.length} failed`,
]
for (const line of lines) process.stdout.write(`${line}\n`)
process.exitCode = failures.length > 0 ? 1 : 0
