import { createTransport } from 'nodemailer'
import { describe, expect, test } from 'vitest'
import { personName } from '../../../../lib/account/name'
import type { PersonKind } from '../../../../lib/email/letters/table'
import { EMAILS } from '../../../../lib/i18n/texts/emails/emails'
import type { OutgoingEmail } from '../../../../lib/kernel/ports'
import { SAMPLES, type Sample, sampleEmail } from '../../../support/emails'

/** The farewell asks for nothing. */
const hasButton = ({ kind }: Sample): boolean => kind !== 'account_deleted'
const decoded = (html: string): string => html.replaceAll('&#39;', "'").replaceAll('&amp;', '&')
const named = ({ kind, locale }: Sample): string => `${kind}, ${locale}`
const CASES = SAMPLES.map((sample) => [named(sample), sample] as const)

/** A message as it travels: headers, both bodies, encoded. */
async function travelling({ from, to, subject, html, text }: OutgoingEmail): Promise<string> {
  const composer = createTransport({ streamTransport: true, buffer: true })
  const { message } = await composer.sendMail({ from, to, subject, html, text, messageId: '<7@huntaze.com>' })
  return String(message)
}

/** Names as long as they may be, of what takes most room in UTF-8, in base64 and in quoted-printable. */
const LONGEST = ['W'.repeat(100), '👋'.repeat(100), 'م'.repeat(100), '"<'.repeat(50), '=\u00e9'.repeat(50)]

describe.each(CASES)('%s', (_title, sample) => {
  test.each(LONGEST)('stays below 60 KB on its way: %s', async (name) => {
    expect(personName.parse(name)).toBe(name)
    expect(Buffer.byteLength(await travelling(sampleEmail({ ...sample, name })))).toBeLessThan(60_000)
  })

  test.each([
    'Jean\r\nBcc: eve@example.com',
    'Jean\u2028Bcc: eve@example.com\u0085X: 1',
    '"Jean" <eve@example.com>, =?UTF-8?B?Qg==?=',
    'محمد',
    '\u202eJean',
  ])('has the same headers whatever the name is: %j', async (name) => {
    const headers = async (email: OutgoingEmail) =>
      (await travelling(email))
        .split('\r\n\r\n')[0]
        ?.replace(/boundary="[^"]*"/, '')
        .replace(/^Date: .*$/m, '')
    const usual = await headers(sampleEmail(sample))
    expect(usual).toMatch(/^To: jean@example\.com\r$/m)
    expect(await headers(sampleEmail({ ...sample, name }))).toBe(usual)
  })

  test('shows a first sentence in the list of mails, in its language', () => {
    const { html } = sampleEmail(sample)
    const hidden = /<div style="display:none[^>]*>([^<]+)<\/div>/.exec(html)?.[1]
    const texts = EMAILS[sample.locale][sample.kind as PersonKind]
    expect(decoded(hidden ?? '')).toBe(texts.preheader)
    expect(html).toMatch(new RegExp(`<html lang="${sample.locale}"[\\s\\S]*<div lang="${sample.locale}"`))
  })

  test('gives filters nothing to count: no unreadable text, no odd link', () => {
    const { html, text } = sampleEmail(sample)
    const [, hidden = ''] = /<div style="(display:none[^"]*)"/.exec(html) ?? []
    // SpamAssassin: HTML_FONT_LOW_CONTRAST, FONT_INVIS_MSGID.
    expect(hidden).not.toMatch(/color|font-size|line-height/)
    // rspamd: URI_COUNT_ODD counts an address that is a link's text as well as its target once more.
    const linked = [...html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([^<]*)</g)]
    expect(linked.filter(([, , shown = '']) => /https?:/.test(shown))).toEqual([])
    const seen = html.replace(/<[^>]*>/g, ' ').match(/https?:\S+/g) ?? []
    const written = text.match(/https?:\S+/g) ?? []
    expect([linked.length, seen.length, written.length]).toEqual(hasButton(sample) ? [2, 1, 1] : [0, 0, 0])
  })

  test('tells the truth about answers', () => {
    const unread = /personne ne lit les réponses|nobody reads replies/
    const read = /Répondez simplement à cet email|Simply reply to this email/
    const answered = sampleEmail({ ...sample, replyTo: 'aide@huntaze.com' })
    expect(answered.replyTo).toBe('aide@huntaze.com')
    for (const body of ['html', 'text'] as const) {
      expect(sampleEmail(sample)[body]).toMatch(unread)
      expect(sampleEmail(sample)[body]).not.toMatch(read)
      expect(answered[body]).toMatch(read)
      expect(answered[body]).not.toMatch(unread)
    }
  })

  // ASVS 14.2.3
  test('has no picture that could be off, and no word that only a style shows', () => {
    const { html } = sampleEmail(sample)
    expect(html).not.toMatch(/<img|background(-image)?:[^;"}]*url|content:/i)
  })
})

test.each(CASES.filter(([, sample]) => hasButton(sample)))(
  '%s has a button that Outlook for Windows draws: colour and padding on the cell',
  (_title, sample) => {
    const { html } = sampleEmail(sample)
    expect(html).toMatch(
      /<td class="cta" align="center" bgcolor="#\w{6}" style="[^"]*mso-padding-alt:16px 32px/,
    )
  },
)
