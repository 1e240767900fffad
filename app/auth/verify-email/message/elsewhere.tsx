import button from '@/components/button/button.module.css'
import { Message } from '@/components/panel/message'
import { Sentence } from '@/components/sentence'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import type { OtherAccount } from '../flow-state'

type ElsewhereProps = { heading: string; isNews: boolean; other: OtherAccount; texts: PageTexts['verify'] }

/** The address is verified, but another account is signed in here: names both, and waits for the person to choose. */
export function Elsewhere({ heading, isNews, other, texts }: ElsewhereProps) {
  const present = <bdi>{other.present}</bdi>
  return (
    <Message sign={{ shape: 'done', tone: 'good' }} heading={heading} isNews={isNews}>
      <p>
        <Sentence text={texts.addressVerified} fill={{ email: <bdi>{other.linked}</bdi> }} />
      </p>
      <p>
        <Sentence text={texts.otherAccount} fill={{ email: present }} />
      </p>
      <a className={button.primary} href="/login">
        {texts.signInVerified}
      </a>
      <a className={button.quiet} href="/dashboard">
        {texts.keepAccount}
      </a>
    </Message>
  )
}
