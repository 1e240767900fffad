import type { Matcher, Options, OptionsGraph } from '@zxcvbn-ts/core'
import { sharedKey } from '../kernel/brand'
import { readPackedWords } from './packed-file'
import type { PackedWords } from './packed-words'

/** Answers whether a password is common or easily guessed. */
export type PasswordDictionary = {
  /** Whether a password in lower case is among the 49,233 most common ones of public breaches. */
  isListed(password: string): boolean
  /** The estimated number of guesses a password takes. `words` count as the list's most common ones. */
  guesses(password: string, words: string[]): number
}

/** UTF-16 units the estimator reads: 14 code points, the longest password it gets. */
const ESTIMATED_UNITS = 28

/**
 * Most readings of leet spelling that the estimator tries. Its default of 100 blocks the event loop for 126 ms on 14
 * signs and digits, for 500 ms at worst; 4 take 8 ms and gave the same verdict on every sample.
 */
const LEET_READINGS = 4

/** One list as the estimator asks for it: `ranks[word]`. Words of no list answer as properties of any object do. */
const ranksOf = (words: PackedWords, list: string): Record<string, number> =>
  new Proxy<Record<string, number>>(
    {},
    {
      get: (missing, word) =>
        (typeof word === 'string' ? words.rank(list, word) : undefined) ?? Reflect.get(missing, word),
    },
  )

/**
 * Hands the packed lists to the estimator, whose own way of loading them makes an object of every list: 25 MB. An
 * estimator's own matchers look a word up in the options, and a further matcher is given the options when it is made.
 */
const packedLists = (words: PackedWords): Matcher => ({
  Matching: class {
    constructor(options: Options) {
      options.rankedDictionaries = Object.fromEntries(
        Object.keys(words.longest).map((list) => [list, ranksOf(words, list)]),
      )
      options.rankedDictionariesMaxWordSize = words.longest
    }
    match() {
      return []
    }
  } as unknown as Matcher['Matching'],
  scoring: () => 0,
  feedback: () => null,
})

/** Makes the dictionary of packed words. */
export async function createDictionary(words: PackedWords): Promise<PasswordDictionary> {
  const { ZxcvbnFactory } = await import('@zxcvbn-ts/core')
  const graphs = words.extra as OptionsGraph
  const options = { graphs, l33tMaxSubstitutions: LEET_READINGS, maxLength: ESTIMATED_UNITS }
  const estimator = new ZxcvbnFactory(options, { packedLists: packedLists(words) })
  return {
    isListed: (password) => words.rank('passwords-common', password) !== undefined,
    guesses: (password, personal) => estimator.check(password, personal).guesses,
  }
}

const KEY = sharedKey('password-dictionary')
type Shared = { [key: symbol]: Promise<PasswordDictionary> | undefined }

/**
 * Loads the dictionary on the first call and keeps it: 2 MB and 30 ms where the build packed the words. Kept on
 * `globalThis`, because Next has up to four copies of one module in one server.
 */
export function passwordDictionary(): Promise<PasswordDictionary> {
  const shared = globalThis as Shared
  shared[KEY] ??= readPackedWords()
    .then(createDictionary)
    .catch((error) => {
      // The next caller tries again.
      shared[KEY] = undefined
      throw error
    })
  return shared[KEY]
}
