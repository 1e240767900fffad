import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openWords, type PackedWords, packWords } from './packed-words'

/** Written by `npm run build`, from the project's folder. */
export const PACKED_WORDS = 'dist/words.bin'

/** The file in the nearest parent of this one that has it: the code runs from bundles in several places. */
function findPacked(): string | undefined {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, PACKED_WORDS)
    if (existsSync(candidate)) return candidate
    if (folder === path.dirname(folder)) return undefined
  }
}

/** Packs the lists of the installed packages, and their keyboards. */
export async function packInstalled(): Promise<Buffer> {
  const { readWordLists } = await import('./word-lists')
  const { lists, keyboards } = await readWordLists()
  return packWords(lists, keyboards)
}

/**
 * The words that judge passwords. In production the build's file is read; code that runs from source packs the lists
 * itself, so that an update of their packages takes effect at once.
 */
export async function readPackedWords(): Promise<PackedWords> {
  const file = process.env.NODE_ENV === 'production' ? findPacked() : undefined
  // Next.js would take the whole project along for a path that it cannot read off the code.
  return openWords(file ? await readFile(/* turbopackIgnore: true */ file) : await packInstalled())
}
