import type { OptionsGraph } from '@zxcvbn-ts/core'
import type { WordLists } from './packed-words'

/** Large lists that add little to the common words: rare surnames, words of an encyclopaedia. */
const LEFT_OUT = ['lastnames-en', 'wikipedia-en', 'wikipedia-fr', 'diceware-common']

/** The lists of the packages, which unpack them on import (half a second and 60 MB), and their keyboards. */
export async function readWordLists(): Promise<{ lists: WordLists; keyboards: OptionsGraph }> {
  const [common, french, english] = await Promise.all([
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-fr'),
    import('@zxcvbn-ts/language-en'),
  ])
  const lists = Object.entries({ ...common.dictionary, ...french.dictionary, ...english.dictionary })
  return {
    lists: Object.fromEntries(lists.filter(([name]) => !LEFT_OUT.includes(name))),
    keyboards: common.adjacencyGraphs,
  }
}
