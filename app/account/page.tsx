import type { Metadata } from 'next'
import { LocalDate } from '@/components/local-time'
import { SignalAccount } from '@/components/passkey/signal-account'
import { Sentence } from '@/components/sentence'
import { readPasskeys } from '@/lib/auth/read-passkeys'
import { currentSession } from '@/lib/http/page/current-user'
import { hasFreshProof, requireUser } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { accountTexts } from '@/lib/i18n/texts/account/account'
import { pageTexts } from '@/lib/i18n/texts/pages'
import card from './card.module.css'
import { AccountFrame } from './frame/frame'
import { ownAccount } from './own-account'
import { AddressCard } from './profile/address-card'
import styles from './profile/profile.module.css'
import { ProfileForm } from './profile/profile-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: accountTexts(await requestLocale()).profile.title }
}

/** The first letter or sign of a name, as people count letters. */
const initial = (name: string): string =>
  [...new Intl.Segmenter().segment(name.trim())][0]?.segment.toLocaleUpperCase() ?? ''

/** The person's name, language and address. */
export default async function ProfilePage() {
  const [locale, user] = await Promise.all([requestLocale(), requireUser('/account')])
  const [account, own, isProofFresh, session] = await Promise.all([
    ownAccount(user),
    readPasskeys(pageContext(), user.id),
    hasFreshProof(),
    currentSession(),
  ])
  const texts = accountTexts(locale)
  const { form, proof } = pageTexts(locale)
  return (
    <AccountFrame user={user} section="profile">
      <section className={card.card} aria-labelledby="you">
        <div className={styles.person}>
          <span className={styles.initial} aria-hidden="true">
            {initial(user.name)}
          </span>
          <div>
            <h2 id="you">
              <bdi dir="auto">{user.name}</bdi>
            </h2>
            <p className={card.small}>
              <Sentence
                text={texts.profile.since}
                fill={{ date: <LocalDate iso={account.createdAt} locale={locale} /> }}
              />
            </p>
          </div>
        </div>
        {own.accepted && <SignalAccount accepted={own.accepted} email={user.email} name={user.name} />}
        <ProfileForm
          name={user.name}
          locale={account.locale}
          texts={{ ...texts.profile, saved: texts.saved, unreachable: form.unreachable }}
        />
      </section>
      <AddressCard
        first={account}
        isProofFresh={isProofFresh}
        byCode={session?.factors.totp === true}
        locale={locale}
        texts={{ address: texts.address, mail: texts.mail, next: texts.pendingNext, form, proof }}
      />
    </AccountFrame>
  )
}
