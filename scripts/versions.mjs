// Runs before anything is installed: Node.js alone, no dependency.
import { readFileSync } from 'node:fs'

const parts = (version) => version.replace(/^v/, '').split('.').map(Number)

/** Negative, 0 or positive, as `left` is older than, equal to or newer than `right`. */
function compare(left, right) {
  const [ours, theirs] = [parts(left), parts(right)]
  const index = [0, 1, 2].find((place) => (ours[place] ?? 0) !== (theirs[place] ?? 0)) ?? 2
  return (ours[index] ?? 0) - (theirs[index] ?? 0)
}

/** Whether `version` is within a range of package.json's `engines`: comparators of `>=` and `<`, all of which hold. */
export function isWithin(range, version) {
  return range.split(' ').every((comparator) => {
    const [, sign, bound] = /^(>=|<)([\d.]+)$/.exec(comparator) ?? []
    if (!bound) throw new Error(`package.json: engines: "${comparator}" is not understood`)
    return sign === '<' ? compare(version, bound) < 0 : compare(version, bound) >= 0
  })
}

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

/** What is wrong with the version of a program that package.json's `engines` names, in one sentence; or nothing. */
export function versionFault(name, version) {
  if (isWithin(engines[name], version)) return undefined
  return `${name} ${version} does not do: package.json asks for ${name} ${engines[name]}.`
}
