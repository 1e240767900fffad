'use client'

import { useRouter } from 'next/navigation'
import button from '@/components/button/button.module.css'
import { Done } from '@/components/done/done'
import { FormAlert } from '@/components/form/form-alert'
import { MethodField, PlainFormFields, useFormPage } from '@/components/form/form-page'
import { asksForProof } from '@/components/form/proof-field'
import { useForm } from '@/components/form/use-form'
import { LocalDate } from '@/components/local-time'
import { MARKS } from '@/components/provider/mark'
import { RelativeTime } from '@/components/relative-time'
import { Sentence } from '@/components/sentence'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import type { ProviderTexts } from '@/lib/i18n/texts/provider/provider'
import type { Locale } from '@/lib/kernel/locale'
import type { ProviderName } from '@/lib/provider/schema'
import styles from './identities.module.css'

const PATH = '/api/account/identities'
/** A provider sent the person back, with an identity linked or nothing done. */
const PROVIDER = '/auth/oidc'
const CONFIRM = `/account/confirm?next=${encodeURIComponent('/account/security')}`

/** A linked identity as the page shows it; times in ISO 8601, with their words. */
export type ShownIdentity = {
  id: string
  provider: ProviderName
  label: string
  linkedAt: string
  linkedText: string
  usedAt: string | null
  usedText: string
}

type Texts = ProviderTexts['card'] & Pick<PageTexts, 'form' | 'proof'>

type IdentityListProps = {
  identities: ShownIdentity[]
  /** Labels by provider, for the news. */
  labels: Record<ProviderName, string>
  isProofFresh: boolean
  locale: Locale
  texts: Texts
}

/** Paths that forms of this page post to, and the one that just unlinked an identity, which is listed no more. */
function usePaths(identities: ShownIdentity[]): string[] {
  const { outcome } = useFormPage()
  const posted = outcome?.action.startsWith(`${PATH}/`) ? [outcome.action] : []
  return [PATH, PROVIDER, ...identities.map(({ id }) => `${PATH}/${id}`), ...posted]
}

/** The linked identities of the account, each with what unlinks it. */
export function IdentityList({ identities, labels, isProofFresh, locale, texts }: IdentityListProps) {
  const router = useRouter()
  const form = useForm<{ provider: ProviderName }>({
    actions: usePaths(identities),
    unreachable: texts.form.unreachable,
    onAnswer: () => router.refresh(),
  })
  const { action, answer, refusal } = form.state
  const isLinked = action === PATH || action === PROVIDER
  return (
    <>
      <FormAlert refusal={refusal}>
        {asksForProof(refusal) && <a href={CONFIRM}>{texts.proof.submit}</a>}
      </FormAlert>
      <Done about={answer} takesFocus>
        <Sentence
          text={isLinked ? texts.linked : texts.unlinked}
          fill={{ provider: answer && labels[answer.provider] }}
        />
      </Done>
      {identities.length > 0 && (
        <ul className={styles.list}>
          {identities.map((identity) => (
            <IdentityRow key={identity.id} {...{ identity, form, isProofFresh, locale, texts }} />
          ))}
        </ul>
      )}
    </>
  )
}

type RowProps = {
  identity: ShownIdentity
  form: Pick<ReturnType<typeof useForm>, 'onSubmit' | 'pendingAction'>
  isProofFresh: boolean
  locale: Locale
  texts: Texts
}

function IdentityRow({ identity, form, isProofFresh, locale, texts }: RowProps) {
  const { id, provider, label, linkedAt, linkedText, usedAt, usedText } = identity
  const path = `${PATH}/${id}`
  const named = texts.unlinkNamed.replace('{provider}', label).replace('{date}', linkedText)
  return (
    <li className={styles.identity}>
      <span className={styles.sign}>{MARKS[provider]}</span>
      <div className={styles.about}>
        <p>
          <strong>{label}</strong>
        </p>
        <p className={styles.facts}>
          <span>
            <Sentence
              text={texts.linkedAt}
              fill={{ date: <LocalDate iso={linkedAt} locale={locale} dateStyle="medium" /> }}
            />
          </span>
          {usedAt && (
            <span>
              <Sentence
                text={texts.usedAt}
                fill={{ when: <RelativeTime iso={usedAt} text={usedText} locale={locale} /> }}
              />
            </span>
          )}
        </p>
      </div>
      {isProofFresh ? (
        <form action={path} method="post" onSubmit={form.onSubmit}>
          <MethodField method="DELETE" />
          <PlainFormFields />
          <button
            className={button.quiet}
            type="submit"
            aria-label={named}
            aria-disabled={form.pendingAction === path || undefined}
          >
            {texts.unlink}
          </button>
        </form>
      ) : (
        <a className={button.quiet} href={CONFIRM} aria-label={named}>
          {texts.unlink}
        </a>
      )}
    </li>
  )
}
