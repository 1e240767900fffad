import type { EmailDocument } from './blocks'
import { renderHtml } from './layout'
import { renderPlainText } from './plain-text'

export type RenderedEmail = { subject: string; html: string; text: string }

/** Both bodies of one document. */
export const renderEmail = (document: EmailDocument): RenderedEmail => ({
  subject: document.subject,
  html: renderHtml(document),
  text: renderPlainText(document),
})
