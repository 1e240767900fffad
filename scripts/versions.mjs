// Runs before anything is installed: Node.js alone, no dependency.
import { readFileSync } from 'node:fs'

const parts = (version) => version.replace(/^v/, '').split('.').map(Number)

/** Negative, 0 or positive, as `left` is older than, equal to or newer than `right`. */
function compare(left, right) {
  const [ours, theirs] = [parts(left), parts(right)]
  const index = [0, 1, 2].find((place) => (ours[place] ?? 0) !== (theirs[place] ?? 0)) ?? 2
  return (ours[index] ?? 0) - (theirs[index] ?? 0)
}

/** True when `version` is in a range of package.json's `engines`: all of its comparators (`>=`, `<`) hold. */
export function isWithin(range, version) {
  return range.split(' ').every((comparator) => {
    const [, sign, bound] = /^(>=|<)([\d.]+)$/.exec(comparator) ?? []
    if (!bound) throw new Error(`package.json: engines: "${comparator}" is not understood`)
    return sign === '<' ? compare(version, bound) < 0 : compare(version, bound) >= 0
  })
}

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

/** A sentence when a program's version is outside of package.json's `engines`; undefined when it is inside. */
export function versionFault(name, version) {
  if (isWithin(engines[name], version)) return undefined
  return `${name} ${version} does not do: package.json asks for ${name} ${engines[name]}.`
}
