import { sharedKey } from '../kernel/brand'

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

/** Large lists that add little to the common words: rare surnames, words of an encyclopaedia. */
const LEFT_OUT = ['lastnames-en', 'wikipedia-en', 'wikipedia-fr', 'diceware-common']

async function load(): Promise<PasswordDictionary> {
  const [{ ZxcvbnFactory }, common, french, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-fr'),
    import('@zxcvbn-ts/language-en'),
  ])
  const lists = Object.entries({ ...common.dictionary, ...french.dictionary, ...english.dictionary })
  const estimator = new ZxcvbnFactory({
    dictionary: Object.fromEntries(lists.filter(([name]) => !LEFT_OUT.includes(name))),
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: LEET_READINGS,
    maxLength: ESTIMATED_UNITS,
  })
  const listed = new Set<unknown>(common.dictionary['passwords-common'])
  return {
    isListed: (password) => listed.has(password),
    guesses: (password, words) => estimator.check(password, words).guesses,
  }
}

const KEY = sharedKey('password-dictionary')
type Shared = { [key: symbol]: Promise<PasswordDictionary> | undefined }

/**
 * Loads the dictionary on the first call and keeps it: 25 MB of heap (40 MB resident) and 0.4 s, once a process. Kept
 * on `globalThis`, because Next has up to four copies of one module in one server.
 */
export function passwordDictionary(): Promise<PasswordDictionary> {
  const shared = globalThis as Shared
  shared[KEY] ??= load().catch((error) => {
    // The next caller tries again.
    shared[KEY] = undefined
    throw error
  })
  return shared[KEY]
}
