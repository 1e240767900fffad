import { describe, expect, it } from 'vitest'
import { bareTexts } from './bare-text'
import { files, read } from './files'

const PAGES = /^(app|components)\/.*[.]tsx$/

const textsOf = (source: string) => bareTexts('example.tsx', source).map(({ text }) => text)

const BREACHES: [string, string, string[]][] = [
  ['beside an element', 'const a = <p>{text} <b>bold</b></p>', ['text']],
  ['written out', 'const a = <p>Bonjour <b>{name}</b></p>', ['Bonjour']],
  ['beside another', 'const a = <p>{label}…</p>', ['label', '…']],
  ['on a condition', 'const a = <p>{is ? <b>yes</b> : no}<i /></p>', ['no']],
  ['in a fragment', 'const a = <>{text}</>', ['text']],
  [
    'made of a list',
    'const a = <p>{list.map((item) => item.name)}<b /></p>',
    ['list.map((item) => item.name)'],
  ],
  ['returned by a component', 'function When({ at }) { return at ?? never }', ['at', 'never']],
]

const SAFE: [string, string][] = [
  ['alone in its element', 'const a = <p>{is ? text : other}</p>'],
  ['around a line', 'const a = <p>\n  <b>{text}</b>{" "}\n  <i>{more}</i>\n</p>'],
  ['children', 'function A({ children }: { children: ReactNode }) { return <p><b />{children}</p> }'],
  ['elements by name', 'const early = <b>{text}</b>\nconst a = <p>{early}<i /></p>'],
  ['elements of a list', 'const a = <ul><li />{list.map((item) => <li key={item}>{item}</li>)}</ul>'],
  ['a component', 'const Mark = () => <b>{text}</b>'],
]

describe('a text that a translating browser may move', () => {
  it.each(BREACHES)('is found %s', (_where, source, found) => {
    expect(textsOf(source)).toEqual(found)
  })

  it.each(SAFE)('is not taken for: %s', (_what, source) => {
    expect(textsOf(source)).toEqual([])
  })

  it('stands on no page beside others', () => {
    const pages = files.filter((name) => PAGES.test(name))
    expect(pages).toContain('app/dashboard/page.tsx')
    const faults = pages.flatMap((name) =>
      bareTexts(name, read(name)).map(({ line, text }) => `${name}:${line} ${text}`),
    )
    expect(faults).toEqual([])
  })
})
