/**
 * Characters that leave no mark on a screen, as the inside of a character class (flag `u`). Contact cards, chats and
 * PDF files leave them around what is copied. (Unicode DerivedCoreProperties)
 */
export const UNSEEN = [
  // Zero-width spaces and joiners, soft hyphens, direction marks, embeddings and isolates, fillers, the byte order mark.
  String.raw`\p{Default_Ignorable_Code_Point}`,
  // Anchors of annotations, and the place of an object that was not copied along.
  String.raw`\ufff9-\ufffc`,
].join('')

/** Characters that only take up room: spaces, line breaks, the braille cell without a dot. */
const BLANK = String.raw`\s\u2800`

const SEEN = new RegExp(`[^${UNSEEN}${BLANK}]`, 'u')
const HIDDEN = new RegExp(String.raw`[${UNSEEN}]|(?!\s)\p{Cc}`, 'u')

/** `text` without invisible characters and spaces at its ends, in linear time. */
export function trimUnseen(text: string): string {
  const characters = [...text]
  const isSeen = (character: string) => SEEN.test(character)
  const first = characters.findIndex(isSeen)
  return first < 0 ? '' : characters.slice(first, characters.findLastIndex(isSeen) + 1).join('')
}

/** Whether a text contains an invisible character. Spaces are visible, by the room they take. */
export const holdsUnseen = (text: string): boolean => HIDDEN.test(text)
