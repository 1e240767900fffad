'use client'

import button from '@/components/button/button.module.css'
import { FocusedHeading } from '@/components/panel/focused-heading'
import panel from '@/components/panel/panel.module.css'
import { Sign } from '@/components/panel/sign'
import { useRedirect } from '@/components/panel/use-redirect'
import { Sentence } from '@/components/sentence'
import type { PageTexts } from '@/lib/i18n/texts/pages'

/** Long enough to read two lines. */
const PAUSE = 2000

type AccountCreatedProps = { email: string; texts: Pick<PageTexts, 'fixed' | 'register'> }

/** Confirms the account and names the next step, then goes on to the dashboard, which repeats it. */
export function AccountCreated({ email, texts }: AccountCreatedProps) {
  useRedirect('/dashboard', PAUSE)
  return (
    <div className={panel.message} role="status">
      <Sign shape="mail" />
      <FocusedHeading>{texts.fixed.accountCreated}</FocusedHeading>
      <p className={panel.next}>{texts.fixed.checkEmail}</p>
      <p>
        <Sentence
          text={texts.register.successMore}
          fill={{ email: <bdi className={panel.address}>{email}</bdi> }}
        />
      </p>
      <a className={button.quiet} href="/dashboard">
        {texts.register.continue}
      </a>
    </div>
  )
}
