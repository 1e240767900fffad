import type { Page } from '@playwright/test'
import { PERSON_KINDS } from '../../lib/email/letters/table'
import { LOCALES } from '../../lib/kernel/locale'
import { exampleEmail } from '../../scripts/emails/example'
import { take } from './camera'

/** Sizes of a mail program's reading pane. The picture is as high as the e-mail. */
const WINDOWS = { phone: { width: 390, height: 400 }, desktop: { width: 680, height: 400 } }

/** Takes every e-mail in both languages, on a phone and a computer, in light and dark colours. */
export async function pictureEmails(page: Page): Promise<void> {
  for (const kind of PERSON_KINDS)
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
