import button from '@/components/button/button.module.css'
import panel from '@/components/panel/panel.module.css'
import { Sign, Waiting } from '@/components/panel/sign'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import { type FormProps, VerificationForm } from './verification-form'
import styles from './verifying.module.css'

type VerifyingProps = { form: FormProps; token: string; texts: Pick<PageTexts, 'fixed' | 'verify'> }

/** The request is under way. Without JavaScript nothing is: there, one click sends it. */
export function Verifying({ form, token, texts }: VerifyingProps) {
  return (
    <>
      <div className={`${panel.message} ${styles.scripted}`} role="status">
        <Waiting />
        <h1>{texts.fixed.verifying}</h1>
        <p>{texts.verify.verifyingMore}</p>
      </div>
      <noscript>
        <div className={panel.message}>
          <Sign shape="mail" />
          <h1>{texts.verify.confirmHeading}</h1>
          <VerificationForm intent="verify" token={token} form={form}>
            <button className={button.primary} type="submit">
              {texts.fixed.verifyMyEmail}
            </button>
          </VerificationForm>
        </div>
      </noscript>
    </>
  )
}
