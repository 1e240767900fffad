import type { Page } from '@playwright/test'
import { ACCOUNT_KINDS } from '../../lib/email/letters/table'
import { LOCALES } from '../../lib/kernel/locale'
import { exampleEmail } from '../../scripts/emails/example'
import { take } from './camera'

/** A mail program gives an e-mail a part of its window. The height follows from what the e-mail holds. */
const WINDOWS = { phone: { width: 390, height: 400 }, desktop: { width: 680, height: 400 } }

/** Every e-mail in both languages, as a phone and a computer show it, by day and by night. */
export async function pictureEmails(page: Page): Promise<void> {
  for (const kind of ACCOUNT_KINDS)
    for (const locale of LOCALES) {
      await page.setContent(exampleEmail(kind, locale).html)
      for (const [window, viewport] of Object.entries(WINDOWS))
        for (const colorScheme of ['light', 'dark'] as const)
          await take(page, {
            name: `emails/${kind}-${locale}-${window}-${colorScheme}`,
            viewport,
            colorScheme,
            part: 'all',
          })
    }
}
