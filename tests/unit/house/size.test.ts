import { describe, expect, it } from 'vitest'
import { files, read } from './files'

const MAX_LINES = 150
const MAX_FILES = 15

const PRODUCT = /^(lib|app|components|server|openapi|dev|scripts|bench)\/.*[.](ts|tsx|mjs|css)$/
const DICTIONARY = /^lib\/i18n\/texts\//
/** A first line that says why a file is long: `// Long: one table, read from top to bottom`. */
const REASON = /^(\/\/|\/\*) Long: \S/

/** One verb a file: a list of what a person can do, which grows with the product. */
const VERBS = 'lib/auth'

const isTooLong = (name: string, text: string): boolean =>
  PRODUCT.test(name) &&
  !DICTIONARY.test(name) &&
  !REASON.test(text) &&
  text.trimEnd().split('\n').length > MAX_LINES

/** Folders with more files at one level than a reader takes in. */
function crowdedFolders(names: string[]): string[] {
  const counts = new Map<string, number>()
  for (const name of names.filter((path) => PRODUCT.test(path))) {
    const folder = name.slice(0, name.lastIndexOf('/'))
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return [...counts]
    .filter(([folder, count]) => count > MAX_FILES && folder !== VERBS)
    .map(([folder]) => folder)
}

describe('the size of', () => {
  it(`a file is at most ${MAX_LINES} lines, or its first line says why not`, () => {
    const long = 'line\n'.repeat(MAX_LINES + 1)
    expect(isTooLong('lib/auth/register.ts', long)).toBe(true)
    expect(isTooLong('lib/auth/register.ts', long.slice(5))).toBe(false)
    expect(isTooLong('lib/auth/register.ts', `// Long: one table\n${long}`)).toBe(false)
    expect(isTooLong('lib/i18n/texts/errors.ts', long)).toBe(false)
    expect(files.filter((name) => isTooLong(name, read(name)))).toEqual([])
  })

  it(`a folder is at most ${MAX_FILES} files at one level`, () => {
    const crowd = (folder: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${folder}/${index}.ts`)
    expect(crowdedFolders(crowd('lib/link', MAX_FILES + 1))).toEqual(['lib/link'])
    expect(crowdedFolders(crowd('lib/link', MAX_FILES))).toEqual([])
    expect(crowdedFolders(crowd(VERBS, MAX_FILES + 1))).toEqual([])
    expect(crowdedFolders(files)).toEqual([])
  })
})
