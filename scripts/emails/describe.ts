import { PERSON_KINDS, type PersonKind } from '../../lib/email/letters/table'
import { EMAILS } from '../../lib/i18n/texts/emails/emails'
import { LOCALES, type Locale } from '../../lib/kernel/locale'
import { exampleEmail } from './example'
import { describeStates } from './states'

/** One e-mail in Markdown: its headers, its preheader, and its plain text. */
function describe(kind: PersonKind, locale: Locale): string {
  const { from, replyTo, subject, text } = exampleEmail(kind, locale)
  return [
    '| | |',
    '|---|---|',
    `| From | \`${from}\` |`,
    `| Reply-To | ${replyTo ?? 'none, unless `EMAIL_REPLY_TO` is set'} |`,
    `| Subject | ${subject} |`,
    `| Shown after the subject | ${EMAILS[locale][kind].preheader} |`,
    '',
    '```text',
    text.trimEnd(),
    '```',
  ].join('\n')
}

/** Parts that `npm run docs:emails` writes, by the name of the comment that opens them in the document. */
const parts = (): Record<string, string> => ({
  ...Object.fromEntries(
    PERSON_KINDS.flatMap((kind) => LOCALES.map((locale) => [`${kind} ${locale}`, describe(kind, locale)])),
  ),
  states: describeStates(),
})

/** The document with one part written anew. @throws Error when there is no place for it */
function withPart(document: string, name: string, text: string): string {
  const opening = `<!-- ${name} -->`
  const start = document.indexOf(opening)
  const end = document.indexOf('<!-- end -->', start)
  if (start < 0 || end < 0) throw new Error(`no place for ${opening}`)
  return `${document.slice(0, start + opening.length)}\n\n${text}\n\n${document.slice(end)}`
}

/** The document with the present texts of e-mails and dashboard. */
export const fillIn = (document: string): string =>
  Object.entries(parts()).reduce((filled, [name, text]) => withPart(filled, name, text), document)
