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

/** The part of the new account that this shows. */
export type Created = { email: string; emailVerified: boolean }

type AccountCreatedProps = { user: Created; texts: Pick<PageTexts, 'fixed' | 'register' | 'verify'> }

/** Confirms the account and names the next step, then goes on to the dashboard, which repeats it. */
export function AccountCreated({ user, texts }: AccountCreatedProps) {
  useRedirect('/dashboard', PAUSE)
  return (
    <div className={panel.message} role="status">
      {user.emailVerified ? <Sign shape="done" tone="good" /> : <Sign shape="mail" />}
      <FocusedHeading>{texts.fixed.accountCreated}</FocusedHeading>
      <p className={panel.next}>{user.emailVerified ? texts.fixed.verified : texts.fixed.checkEmail}</p>
      <p>
        {user.emailVerified ? (
          texts.verify.verifiedMore
        ) : (
          <Sentence
            text={texts.register.successMore}
            fill={{ email: <bdi className={panel.address}>{user.email}</bdi> }}
          />
        )}
      </p>
      <a className={button.quiet} href="/dashboard">
        {texts.register.continue}
      </a>
    </div>
  )
}
