'use client'

import { useAlive } from '@/components/alive/use-alive'
import { Message } from '@/components/panel/message'
import panel from '@/components/panel/panel.module.css'
import { useRedirect } from '@/components/panel/use-redirect'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import { Onward } from './onward'

/** Seconds before the dashboard, as the specification says. */
const PAUSE = 3

type VerifiedProps = { isSignedIn: boolean; texts: Pick<PageTexts, 'fixed' | 'verify'> }

/** The address is verified; the dashboard follows by itself, also where no script runs. */
export function Verified({ isSignedIn, texts }: VerifiedProps) {
  useRedirect('/dashboard', PAUSE * 1000)
  const isAlive = useAlive()
  return (
    <Message sign={{ shape: 'done', tone: 'good' }} heading={texts.fixed.verified} isNews>
      <p>{texts.verify.verifiedMore}</p>
      <p className={panel.next} role="status">
        {texts.fixed.redirecting}
      </p>
      <Onward look="quiet" isSignedIn={isSignedIn} texts={texts.verify} />
      {!isAlive && <meta httpEquiv="refresh" content={`${PAUSE};url=/dashboard`} />}
    </Message>
  )
}
