import { LocalTime } from '@/components/local-time'
import { Sentence } from '@/components/sentence'
import type { OwnFactors } from '@/lib/auth/read-factors'
import type { FactorTexts } from '@/lib/i18n/texts/factor/factor'
import type { Locale } from '@/lib/kernel/locale'
import card from '../../card.module.css'
import { Moment } from '../../moment'
import type { CardTexts } from './card-texts'
import { CodesForm } from './codes-form'
import { KeepForm } from './keep-form'
import { RemoveForm } from './remove-form'
import { StartForm } from './start-form'

type StepCardProps = {
  factors: OwnFactors
  isProofFresh: boolean
  locale: Locale
  texts: CardTexts
}

const leftText = (left: number, texts: FactorTexts['card']): string =>
  left === 0 ? texts.codesLeftNone : left === 1 ? texts.codesLeftOne : texts.codesLeft

/** The authenticator app of the account: off, or on with its recovery codes. */
export function StepCard({ factors, isProofFresh, locale, texts }: StepCardProps) {
  const { totpSince, recoveryCodes, removal } = factors
  const forms = { isProofFresh, texts }
  return (
    <section className={card.card} aria-labelledby="second-step">
      <h2 id="second-step">{texts.card.heading}</h2>
      <p className={card.small}>
        {totpSince ? (
          <Sentence text={texts.card.on} fill={{ when: <Moment iso={totpSince} /> }} />
        ) : (
          texts.card.off
        )}
      </p>
      {removal && (
        <KeepForm texts={{ ...texts.card, form: texts.form }}>
          <Sentence
            text={texts.card.lost}
            fill={{
              when: <Moment iso={removal.requestedAt} />,
              due: <LocalTime iso={removal.dueAt} locale={locale} />,
            }}
          />
        </KeepForm>
      )}
      {totpSince ? (
        <>
          <p className={card.small}>
            <Sentence text={leftText(recoveryCodes, texts.card)} fill={{ count: recoveryCodes }} />
          </p>
          <CodesForm {...forms} />
          <RemoveForm {...forms} />
        </>
      ) : (
        <StartForm {...forms} />
      )}
    </section>
  )
}
