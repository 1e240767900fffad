import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const sheets = ['app', 'components'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.css'))
    .map((name) => path.join(folder, name)),
)

/** Declarations that hold in the dark theme alone, as property and value. */
const darkOnly = (sheet: string): [string, string][] =>
  [...sheet.matchAll(/@media \(prefers-color-scheme: dark\) \{\n([\s\S]*?)\n\}/g)].flatMap(([, block = '']) =>
    [...block.matchAll(/([\w-]+): ([^;{}]+);/g)].map(([, property = '', value = '']): [string, string] => [
      property,
      value,
    ]),
  )

const isColour = ([property, value]: [string, string]): boolean =>
  property === 'opacity' || (/^--|color$/.test(property) && /#[\da-f]{6}|rgb\(/.test(value))

// The browser tests run the rules of axe that look at colours in both themes, and all others in one.
it('the dark theme changes colours alone', () => {
  const texts = sheets.map((sheet) => readFileSync(sheet, 'utf8'))
  const declarations = texts.flatMap(darkOnly)
  expect(declarations.length).toBeGreaterThan(20)
  expect(declarations.filter((declaration) => !isColour(declaration))).toEqual([])
  const named = texts.join('').match(/prefers-color-scheme/g) ?? []
  const read = texts.join('').match(/@media \(prefers-color-scheme: dark\) \{\n/g) ?? []
  expect(named).toHaveLength(read.length)
})
