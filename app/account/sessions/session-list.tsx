'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Done } from '@/components/done/done'
import { FormAlert } from '@/components/form/form-alert'
import { useFormPage } from '@/components/form/form-page'
import { useForm } from '@/components/form/use-form'
import { Sentence } from '@/components/sentence'
import { deviceName } from '@/lib/i18n/device'
import type { Locale } from '@/lib/kernel/locale'
import card from '../card.module.css'
import { Icon } from '../frame/glyph'
import { EndOthers } from './end-others'
import { SessionRow } from './session-row'
import styles from './sessions.module.css'
import type { SessionTexts, ShownSession } from './shown-session'

const PATH = '/api/account/sessions'

/** The device that a plain form just signed out, as its answer tells the page. */
const deviceOf = ({ browser, system }: Record<string, string>, texts: SessionTexts): string | undefined =>
  browser || system ? deviceName(texts, { browser: browser || null, system: system || null }) : undefined

/** Paths that the forms of this page post to: the one that just ended a session is listed no more. */
function usePaths(sessions: ShownSession[]): string[] {
  const { outcome } = useFormPage()
  const posted = outcome?.action.startsWith(`${PATH}/`) ? [outcome.action] : []
  return [PATH, ...sessions.map(({ id }) => `${PATH}/${id}`), ...posted]
}

type SessionListProps = { sessions: ShownSession[]; locale: Locale; texts: SessionTexts }

/** This session, and the others with what ends them. */
export function SessionList({ sessions, locale, texts }: SessionListProps) {
  const router = useRouter()
  const [pressed, setPressed] = useState<string>()
  const form = useForm<{ ended: number }>({
    actions: usePaths(sessions),
    unreachable: texts.unreachable,
    onAnswer: () => router.refresh(),
  })
  const { action, answer, refusal, values } = form.state
  const others = sessions.filter(({ current }) => !current)
  const device = pressed ?? deviceOf(values, texts)
  const isGone = refusal?.code === 'not_found'
  const done = isGone
    ? texts.endedAlready
    : action === PATH
      ? texts.endedAll
      : device
        ? texts.ended
        : texts.endedUnnamed
  const row = (session: ShownSession) => (
    <SessionRow
      key={session.id}
      session={session}
      path={`${PATH}/${session.id}`}
      form={form}
      onPress={setPressed}
      locale={locale}
      texts={texts}
    />
  )
  return (
    <>
      <div className={styles.news}>
        <FormAlert refusal={isGone ? undefined : refusal} />
        <Done about={isGone ? refusal : answer} takesFocus>
          <Sentence text={done} fill={{ device: <strong>{device}</strong>, count: answer?.ended }} />
        </Done>
      </div>
      <section className={card.card} aria-labelledby="here">
        <h2 id="here">{texts.here}</h2>
        <ul>{sessions.filter(({ current }) => current).map(row)}</ul>
      </section>
      <section className={card.card} aria-labelledby="others">
        <h2 id="others">{texts.others}</h2>
        {others.length === 0 ? (
          <div className={card.empty}>
            <Icon shape="security" />
            <strong>{texts.othersEmpty}</strong>
            <p>{texts.othersEmptyMore}</p>
          </div>
        ) : (
          <>
            <ul>{others.map(row)}</ul>
            <EndOthers count={others.length} path={PATH} form={form} texts={texts} />
          </>
        )}
      </section>
      <p className={styles.note}>
        {others.length > 0 && (
          <>
            <span>{texts.doubt}</span> <a href="/account/security">{texts.changePassword}</a>{' '}
          </>
        )}
      </p>
      <p className={styles.note}>{texts.private}</p>
    </>
  )
}
