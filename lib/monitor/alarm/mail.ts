import type { Block, EmailDocument, Inline } from '../../email/letters/layout/blocks'
import { type RenderedEmail, renderEmail } from '../../email/letters/layout/render'
import { quantityText } from '../../i18n/quantity'
import { ALARM_TEXTS } from '../../i18n/texts/alarms'
import { PRODUCT } from '../../kernel/brand'
import type { Locale } from '../../kernel/locale'
import { type NoticeName, noticeUnit } from './alarms'
import type { Notice } from './state'

export type AlarmNotice = {
  notice: Notice
  name: NoticeName
  value: number | null
  threshold: number
  since: Date
}

const UNKNOWN = '–'

function moment(locale: Locale, at: Date): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const
  return `${at.toLocaleString(locale === 'fr' ? 'fr-FR' : 'en-GB', options)}\u00a0UTC`
}

function sentences(locale: Locale, { notice, name, value, threshold, since }: AlarmNotice) {
  const say = ALARM_TEXTS[locale]
  const amount = (of: number | null) => (of === null ? UNKNOWN : quantityText(locale, of, noticeUnit(name)))
  const detail = (notice === 'ended' ? say.endedDetail : say.detail)
    .replace('{value}', () => amount(value))
    .replace('{threshold}', () => amount(threshold))
    .replace('{since}', () => moment(locale, since))
  return { title: say[notice].replace('{name}', say.names[name]), detail, button: say.button }
}

const paragraph = (kind: 'heading' | 'paragraph', ...content: Inline[]): Block => ({ kind, content })

/** The mail of an alarm: French, then English. */
export function renderAlarmEmail(notice: AlarmNotice, dashboardUrl: string): RenderedEmail {
  const [french, english] = [sentences('fr', notice), sentences('en', notice)]
  const document: EmailDocument = {
    locale: 'fr',
    subject: `${french.title} / ${english.title}`,
    preheader: french.detail,
    blocks: [
      paragraph('heading', french.title),
      paragraph('paragraph', french.detail),
      paragraph('heading', english.title),
      paragraph('paragraph', english.detail),
      { kind: 'button', label: `${french.button} / ${english.button}`, href: dashboardUrl },
    ],
    footer: [PRODUCT],
  }
  return renderEmail(document)
}
