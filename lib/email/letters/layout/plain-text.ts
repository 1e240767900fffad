import type { Block, EmailDocument, Inline } from './blocks'
import { needsIsolation } from './name'

const FIRST_STRONG_ISOLATE = '\u2068'
const POP_DIRECTIONAL_ISOLATE = '\u2069'

/** Start of the signature, which mail programs leave out of replies (RFC 3676, section 4.3). */
const SIGNATURE_MARK = '-- '

const nameText = (name: string): string =>
  needsIsolation(name) ? `${FIRST_STRONG_ISOLATE}${name}${POP_DIRECTIONAL_ISOLATE}` : name

const inlineText = (content: Inline[]): string =>
  content.map((part) => (typeof part === 'string' ? part : nameText(part.name))).join('')

function blockText(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
    case 'note':
      return [inlineText(block.content)]
    case 'button':
      // The address on a line of its own, so that no punctuation is taken for a part of it.
      return [`${block.label}\n${block.href}`]
    case 'code':
      return [`${block.label}\n${block.code}`]
    case 'fallback':
      return [] // Here the button already is its address.
  }
}

/** The plain-text body: the blocks in order, a blank line between them. Lines are not wrapped, so links stay whole. */
export function renderPlainText({ blocks, footer }: EmailDocument): string {
  return `${blocks.flatMap(blockText).join('\n\n')}\n\n${SIGNATURE_MARK}\n${footer.join('\n')}\n`
}
