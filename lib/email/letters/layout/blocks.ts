import type { Locale } from '../../../kernel/locale'
import { displayName } from './name'

/** A piece of a sentence: our own words, or a person's name, which may be anything. */
export type Inline = string | { name: string }

/** One part of an e-mail. Both bodies are made from the same blocks, so they cannot say different things. */
export type Block =
  | { kind: 'heading'; content: Inline[] }
  | { kind: 'paragraph'; content: Inline[] }
  | { kind: 'button'; label: string; href: string }
  /**
   * The button's address once more, for mail programs that do not show the button: as a link where `label` has `{link}`,
   * and readable.
   */
  | { kind: 'fallback'; label: string; link: string; href: string }
  /** A code to type, so large that it can be read from another screen. */
  | { kind: 'code'; label: string; code: string }
  | { kind: 'note'; content: Inline[] }

export type EmailDocument = {
  locale: Locale
  subject: string
  /** Text after the subject in a list of mails. In HTML only: lists show the first line of a plain text. */
  preheader: string
  blocks: Block[]
  footer: string[]
}

/** A sentence with its `{name}` filled in. What the name holds is never read as a placeholder. */
export function sentence(text: string, name: string): Inline[] {
  const shown = displayName(name)
  return text.split('{name}').flatMap((part, index) => (index === 0 ? [part] : [{ name: shown }, part]))
}
