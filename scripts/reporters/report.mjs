import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** Where a runner's reporter writes what the run came to. */
export const REPORT_VARIABLE = 'TEST_REPORT'

/**
 * What a run came to: how many tests passed, and every failure, inside of a test or outside of all.
 *
 * @typedef {{ passed: number, failures: { where: string, said: string }[] }} Report
 */

/** For a reporter. @param {Report} report */
export const writeReport = (report) => writeFileSync(process.env[REPORT_VARIABLE], JSON.stringify(report))

/** A run that came to no end has written nothing, and passed nothing. @returns {Report} */
export const readReport = (file) =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failures: [] }

/** The names around a test from its file on, in one line. */
export const placeOf = (file, names) => [path.relative(process.cwd(), file), ...names].join(' › ')

/** As many failures are told of, with as many lines of what each said: often the end of a log is all there is. */
const FAILURES = 10
const LINES = 6

/** Lines of a stack that are the runner's or Node.js's own. */
const FOREIGN = /^\s+at .*(node_modules|node:internal|<anonymous>)/

function linesOf({ where, said }) {
  const lines = stripVTControlCharacters(said).split('\n')
  const telling = lines.filter((line) => line.trim() !== '' && !FOREIGN.test(line))
  return [`FAILED  ${where}`, ...telling.slice(0, LINES).map((line) => `        ${line.trimEnd()}`)]
}

/** The first failures in lines of plain text. @param {Report['failures']} failures */
export function describeFailures(failures) {
  const more = failures.length - FAILURES
  const lines = failures.slice(0, FAILURES).flatMap(linesOf)
  return more > 0 ? [...lines, `FAILED  and ${more} more`] : lines
}
