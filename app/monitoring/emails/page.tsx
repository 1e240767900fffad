import type { Metadata } from 'next'
import { Sentence } from '@/components/sentence'
import { requireOperator } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { requestPath } from '@/lib/http/page/request-path'
import { deadMailTexts } from '@/lib/i18n/texts/operate/dead-mail'
import { peopleTexts } from '@/lib/i18n/texts/people'
import { DEAD_MAIL_ACTS } from '@/lib/operate/dead-mail/acts'
import { NEWEST, readDeadMail } from '@/lib/operate/dead-mail/read'
import { justDoneAmong } from '@/lib/operate/just-done'
import { actTextsIn } from '../act-texts'
import room from '../room.module.css'
import card from '../users/[id]/card.module.css'
import head from '../users/head.module.css'
import { Causes } from './causes'
import { Messages } from './messages'

export async function generateMetadata(): Promise<Metadata> {
  return { title: deadMailTexts(await requestLocale()).title }
}

type EmailsPageProps = { searchParams: Promise<{ done?: string | string[]; cause?: string | string[] }> }

/** Messages that died: by cause, and the newest one by one; the acts that send them again. */
export default async function EmailsPage({ searchParams }: EmailsPageProps) {
  const operator = await requireOperator(await requestPath())
  const [{ done, cause: wanted }, locale] = await Promise.all([searchParams, requestLocale()])
  const { cause, causes, messages } = await readDeadMail(pageContext(), wanted)
  const operatorId = operator.user.id
  const finished = await justDoneAmong(pageContext(), DEAD_MAIL_ACTS, { claimed: done, operatorId })
  const texts = deadMailTexts(locale)
  const { kinds } = peopleTexts(locale)
  const actTexts = actTextsIn(locale)
  return (
    <>
      <div className={head.head}>
        <h1>{texts.title}</h1>
        <p>{texts.lead}</p>
      </div>
      <p className={room.done} role="status">
        {finished && texts.act[finished].done}
      </p>
      {causes.length === 0 ? (
        <div className={card.card}>
          <p>
            <strong>{texts.none}</strong>
          </p>
          <p className={card.muted}>{texts.noneMore}</p>
        </div>
      ) : (
        <>
          <section className={card.card} aria-labelledby="causes">
            <h2 id="causes">{texts.causes}</h2>
            <p className={card.muted}>{texts.act.resend_cause.more}</p>
            <Causes causes={causes} shown={cause} texts={texts} actTexts={actTexts} />
          </section>
          <section className={`${card.card} ${room.section}`} aria-labelledby="list">
            <h2 id="list">
              {cause === undefined ? (
                texts.list
              ) : (
                <Sentence text={texts.listOf} fill={{ cause: <code>{cause}</code> }} />
              )}
            </h2>
            {cause !== undefined && (
              <p>
                <a href="/monitoring/emails">{texts.allCauses}</a>
              </p>
            )}
            {messages.length === 0 && <p className={card.muted}>{texts.noOpen}</p>}
            <Messages messages={messages} kinds={kinds} locale={locale} texts={texts} actTexts={actTexts} />
            {messages.length === NEWEST && (
              <p className={card.muted}>
                <Sentence text={texts.newestOnly} fill={{ count: NEWEST }} />
              </p>
            )}
          </section>
        </>
      )}
    </>
  )
}
