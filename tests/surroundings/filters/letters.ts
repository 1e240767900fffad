import { buffer } from 'node:stream/consumers'
import MailComposer from 'nodemailer/lib/mail-composer'
import { ACCOUNT_KINDS } from '../../../lib/email/letters/table'
import { checkEmail } from '../../../lib/email/transport/guard'
import { sourceOf } from '../../../lib/email/transport/smtp/source'
import { LOCALES } from '../../../lib/kernel/locale'
import { exampleEmail } from '../../../scripts/emails/example'

/** A letter as it travels over SMTP. */
export type Travelling = { name: string; source: Buffer }

/** Every letter in every language, to servers that take 8 bits and to others. */
export async function travellingLetters(): Promise<Travelling[]> {
  const kinds = ACCOUNT_KINDS.flatMap((kind) =>
    LOCALES.flatMap((locale) => [true, false].map((takes8Bit) => ({ kind, locale, takes8Bit }))),
  )
  return await Promise.all(
    kinds.map(async ({ kind, locale, takes8Bit }) => {
      const email = exampleEmail(kind, locale)
      const message = new MailComposer(sourceOf(email, { from: checkEmail(email), takes8Bit })).compile()
      const name = `${kind} ${locale} ${takes8Bit ? '8bit' : 'encoded'}`
      return { name, source: await buffer(message.createReadStream()) }
    }),
  )
}
