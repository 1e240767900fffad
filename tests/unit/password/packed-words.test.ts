import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english } from '@zxcvbn-ts/language-en'
import { dictionary as french } from '@zxcvbn-ts/language-fr'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type PasswordDictionary, passwordDictionary } from '../../../lib/password/dictionary'
import { openWords, packWords } from '../../../lib/password/packed-words'

const LEFT_OUT = ['lastnames-en', 'wikipedia-en', 'wikipedia-fr', 'diceware-common']
const lists: Record<string, (string | number)[]> = Object.fromEntries(
  Object.entries({ ...common, ...french, ...english }).filter(([name]) => !LEFT_OUT.includes(name)),
)

const NUMBER_OF_RUNS = 120
/** Each in nine disguises, and each judged twice. */
const NUMBER_OF_WORDS = 40

/** A sequence that is the same in every run. */
function* picks(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    yield state / 2 ** 32
  }
}

describe('packed words', () => {
  it('have the ranks of their lists', () => {
    const words = openWords(packWords(lists, null))
    for (const [name, list] of Object.entries(lists)) {
      for (const [index, word] of list.entries())
        if (words.rank(name, String(word)) !== index + 1) expect.fail(`${name}: ${word}`)
      expect(words.longest[name]).toBe(Math.max(...list.map((word) => String(word).length)))
    }
  })

  it('have no other words', () => {
    const words = openWords(packWords(lists, null))
    const sets = Object.entries(lists).map(([name, list]) => [name, new Set(list.map(String))] as const)
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'aeéœ12'), maxLength: 5 }),
      fc.string({ minLength: 60, maxLength: 200 }),
    )
    const property = fc.property(word, (text) => {
      for (const [name, set] of sets)
        if (words.rank(name, text) === undefined && set.has(text)) expect.fail(`${name}: ${text}`)
        else if (words.rank(name, text) !== undefined && !set.has(text)) expect.fail(`${name}: ${text}`)
    })
    fc.assert(property, { numRuns: 2_000 })
    expect(words.rank('passwords-common', '')).toBe(undefined)
    expect(words.rank('no such list', 'password')).toBe(undefined)
  })

  it('keep words of several lists, repeated ones with their last rank, and what is packed along', () => {
    const packed = packWords({ a: ['été', 'x', 7, 'été'], b: ['x'], empty: [] }, { kept: ['é'] })
    const words = openWords(packed)
    expect([
      words.rank('a', 'été'),
      words.rank('a', 'x'),
      words.rank('b', 'x'),
      words.rank('a', '7'),
    ]).toEqual([4, 2, 1, 3])
    expect(words.rank('b', 'été')).toBe(undefined)
    expect(words.longest).toEqual({ a: 3, b: 1, empty: 0 })
    expect(words.extra).toEqual({ kept: ['é'] })
    expect(() => packWords({ a: ['é'.repeat(33)] }, null)).toThrow(RangeError)
  })
})

describe('judgement', () => {
  const original = new ZxcvbnFactory({
    dictionary: lists,
    graphs: adjacencyGraphs,
    l33tMaxSubstitutions: 4,
    maxLength: 28,
  })
  const listed = new Set<unknown>(common['passwords-common'])
  let ours: PasswordDictionary
  beforeAll(async () => {
    ours = await passwordDictionary()
  })

  function expectSame(password: string, personal: string[] = []): void {
    const judged = { guesses: ours.guesses(password, personal), isListed: ours.isListed(password) }
    const expected = { guesses: original.check(password, personal).guesses, isListed: listed.has(password) }
    expect(judged, password).toEqual(expected)
  }

  const words = Object.values(lists).flat().map(String)
  const LEET: Record<string, string> = { a: '@', e: '3', i: '1', o: '0', s: '$', t: '7', l: '1' }
  const DISGUISES: ((word: string, other: string) => string)[] = [
    (word) => word,
    (word) => word.toUpperCase(),
    (word) => [...word].reverse().join(''),
    (word) => word.replace(/[aeiostl]/g, (letter) => LEET[letter] ?? letter),
    (word) => word.normalize('NFD'),
    (word) => `${word[0]?.toUpperCase()}${word.slice(1)}1987!`,
    (word, other) => `${word}${other}`,
    (word, other) => `${word}-${other}_${word}`,
    (word, other) =>
      `${[...word].reverse().join('')}${other.replace(/[aeio]/g, (letter) => LEET[letter] ?? '')}`,
  ]

  it('is that of the estimator with its own lists, for words in every disguise', () => {
    const pick = picks(20_261_129)
    const word = () => words[Math.floor(pick.next().value * words.length)] ?? ''
    for (let run = 0; run < NUMBER_OF_WORDS; run += 1)
      for (const disguise of DISGUISES) expectSame(disguise(word(), word()), run % 3 === 0 ? [word()] : [])
  })

  it('is the same for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({ unit: fc.constantFrom(...'azertyuiop@àéèç!$1234567890- '), maxLength: 20 }),
    )
    fc.assert(fc.property(text, fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 }), expectSame), {
      numRuns: NUMBER_OF_RUNS,
    })
  })

  it.each([
    'constructor',
    'c0n$truct0r',
    'Constructor-7',
    '__proto__',
    'valueof1',
    'unDeuxTrois',
    'lundi-mardi',
    'mêmepasmal',
  ])('is the same for %s', (password) => expectSame(password))
})
