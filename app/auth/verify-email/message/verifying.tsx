'use client'

import alive from '@/components/alive/alive.module.css'
import { useAlive } from '@/components/alive/use-alive'
import button from '@/components/button/button.module.css'
import panel from '@/components/panel/panel.module.css'
import { Sign, Waiting } from '@/components/panel/sign'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import { type FormProps, VerificationForm } from './verification-form'
import styles from './verifying.module.css'

type VerifyingProps = { form: FormProps; token: string; texts: Pick<PageTexts, 'fixed' | 'verify'> }

/**
 * The request is under way. A script sends it, so until one runs a button offers to send it with one click. `hidden`
 * works where the style sheet is missing too.
 */
export function Verifying({ form, token, texts }: VerifyingProps) {
  const isAlive = useAlive()
  return (
    <div className={styles.either}>
      <div
        className={isAlive ? panel.message : `${panel.message} ${alive.claim}`}
        hidden={!isAlive}
        role="status"
      >
        <Waiting />
        <h1>{texts.fixed.verifying}</h1>
        <p>{texts.verify.verifyingMore}</p>
      </div>
      {!isAlive && (
        <div className={`${panel.message} ${alive.fallback}`}>
          <Sign shape="mail" />
          <h1>{texts.verify.confirmHeading}</h1>
          <VerificationForm intent="verify" token={token} form={form}>
            <button className={button.primary} type="submit">
              {texts.fixed.verifyMyEmail}
            </button>
          </VerificationForm>
        </div>
      )}
    </div>
  )
}
