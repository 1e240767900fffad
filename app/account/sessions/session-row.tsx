'use client'

import button from '@/components/button/button.module.css'
import chip from '@/components/chip/chip.module.css'
import { MethodField, PlainFormFields } from '@/components/form/form-page'
import { LocalDate } from '@/components/local-time'
import { RelativeTime } from '@/components/relative-time'
import { Sentence } from '@/components/sentence'
import type { Locale } from '@/lib/kernel/locale'
import { Icon } from '../frame/glyph'
import styles from './sessions.module.css'
import type { ListForm, SessionTexts, ShownSession } from './shown-session'

type SessionRowProps = {
  session: ShownSession
  path: string
  form: ListForm
  /** Called with the device when its button is pressed: it is gone when the answer comes. */
  onPress: (device: string) => void
  locale: Locale
  texts: SessionTexts
}

function EndForm({ session: { device, seen }, path, form, onPress, texts }: SessionRowProps) {
  const description = texts.endNamed.replace('{device}', device).replace('{seen}', seen)
  return (
    <form
      action={path}
      method="post"
      onSubmit={(event) => {
        onPress(device)
        form.onSubmit(event)
      }}
    >
      <MethodField method="DELETE" />
      <PlainFormFields />
      <button
        className={button.quiet}
        type="submit"
        aria-label={description}
        aria-disabled={form.pendingAction === path || undefined}
      >
        {texts.end}
      </button>
    </form>
  )
}

export function SessionRow(props: SessionRowProps) {
  const { session, locale, texts } = props
  const { current, createdAt, lastSeenAt, country, bound, device, isPhone, seen } = session
  return (
    <li className={styles.session}>
      <span className={styles.sign} data-current={current || undefined}>
        <Icon shape={isPhone ? 'phone' : 'computer'} />
      </span>
      <div className={styles.about}>
        <p className={styles.device}>
          <strong>{device}</strong>
          {current && (
            <span className={chip.chip} data-tone="accent">
              {texts.current}
            </span>
          )}
        </p>
        <p className={styles.facts}>
          {bound && <span>{texts.bound}</span>}
          {country && <span>{country}</span>}
          {!current && lastSeenAt && (
            <span>
              <Sentence
                text={texts.seen}
                fill={{ when: <RelativeTime iso={lastSeenAt} text={seen} locale={locale} /> }}
              />
            </span>
          )}
          {!current && !lastSeenAt && <span>{texts.neverSeen}</span>}
          <span>
            <Sentence
              text={texts.opened}
              fill={{ date: <LocalDate iso={createdAt} locale={locale} dateStyle="medium" /> }}
            />
          </span>
        </p>
      </div>
      {!current && <EndForm {...props} />}
    </li>
  )
}
