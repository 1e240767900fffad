import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** Variable with the path of the file that a runner's reporter writes. */
export const REPORT_VARIABLE = 'TEST_REPORT'

/**
 * The result of a run: the number of passed tests, every failure inside or outside of tests, the tests that passed at their
 * second try, with the failure of the first, and the tests that were left out, each with its reason.
 *
 * @typedef {{ passed: number, failures: { where: string, said: string }[], unsteady?: { where: string, said: string }[], leftOut?: { where: string, why: string }[] }} Report
 */

/** For a reporter. @param {Report} report */
export const writeReport = (report) => writeFileSync(process.env[REPORT_VARIABLE], JSON.stringify(report))

/** Reads a report. A run that did not end wrote none, and passed nothing. @returns {Report} */
export const readReport = (file) =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failures: [] }

/** The names around a test from its file on, in one line. */
export const placeOf = (file, names) => [path.relative(process.cwd(), file), ...names].join(' › ')

/** Failures shown, and lines of each: often only the end of a log is kept. */
const FAILURES = 10
const LINES = 6

/** Lines of a stack that are the runner's or Node.js's own. */
const FOREIGN = /^\s+at .*(node_modules|node:internal|<anonymous>)/

function linesOf(word, { where, said }) {
  const lines = stripVTControlCharacters(said).split('\n')
  const shown = lines.filter((line) => line.trim() !== '' && !FOREIGN.test(line))
  return [`${word}  ${where}`, ...shown.slice(0, LINES).map((line) => `        ${line.trimEnd()}`)]
}

/** The tests that were left out, in lines of plain text. @param {Report['leftOut']} leftOut */
export const describeLeftOut = (leftOut = []) => leftOut.map(({ where, why }) => `left out  ${where}: ${why}`)

/** The first failures in lines of plain text that begin with `word`. @param {Report['failures']} failures */
export function describeFailures(failures, word = 'FAILED') {
  const more = failures.length - FAILURES
  const lines = failures.slice(0, FAILURES).flatMap((failure) => linesOf(word, failure))
  return more > 0 ? [...lines, `${word}  and ${more} more`] : lines
}

/** The tests that need mending although they passed, in lines of plain text. @param {Report['unsteady']} unsteady */
export const describeUnsteady = (unsteady = []) => describeFailures(unsteady, 'passed at its second try')
