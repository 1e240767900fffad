import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { recordView } from '@/lib/audit/record'
import { requireOperator } from '@/lib/http/page/guards'
import { operatorLook } from '@/lib/http/page/operator-look'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { requestPath } from '@/lib/http/page/request-path'
import { peopleTexts } from '@/lib/i18n/texts/people'
import { justDone } from '@/lib/operate/just-done'
import { readPerson } from '@/lib/operate/read'
import { actTextsIn } from '../../act-texts'
import head from '../head.module.css'
import { PersonChips } from '../person-chips'
import { Acts } from './acts'
import { Facts } from './facts'
import { History } from './history'
import { Messages } from './messages'
import styles from './page.module.css'
import { Sessions } from './sessions'

type PersonPageProps = {
  params: Promise<{ id: string }>
  searchParams: Promise<{ done?: string | string[] }>
}

/** Operator and person; 404 without the role. Cached: metadata and page ask for the same. */
const personOf = cache(async (id: string) => {
  const operator = await requireOperator(await requestPath())
  const person = /^[1-9]\d{0,14}$/.test(id) ? await readPerson(pageContext(), Number(id)) : null
  return { operator, person: person ?? notFound() }
})

export async function generateMetadata({ params }: PersonPageProps): Promise<Metadata> {
  const { person } = await personOf((await params).id)
  return { title: person.name }
}

/** Everything about one account, and the acts on it. Each look is recorded. */
export default async function PersonPage({ params, searchParams }: PersonPageProps) {
  const [{ id }, { done }, locale] = await Promise.all([params, searchParams, requestLocale()])
  const { operator, person } = await personOf(id)
  await recordView(pageContext(), { userId: person.id, ...(await operatorLook(operator)) })
  const texts = peopleTexts(locale)
  const finished = justDone(pageContext(), {
    claimed: done,
    history: person.history,
    operatorId: operator.user.id,
  })
  const actTexts = actTextsIn(locale)
  return (
    <>
      <a className={styles.back} href="/monitoring/users">
        {texts.back}
      </a>
      <div className={head.head}>
        <h1>
          <bdi>{person.name}</bdi>
        </h1>
        <p>
          <bdi>{person.email}</bdi>
        </p>
        <PersonChips person={{ ...person, isSuppressed: person.suppression !== null }} texts={texts} />
      </div>
      <p className={styles.done} role="status">
        {finished && texts.act[finished].done}
      </p>
      <div className={styles.columns}>
        <div className={styles.side}>
          <Acts person={person} isSelf={operator.user.id === person.id} texts={texts} actTexts={actTexts} />
          <Sessions person={person} current={operator.handle} texts={texts} actTexts={actTexts} />
        </div>
        <div className={styles.main}>
          <Facts person={person} texts={texts} />
          <Messages messages={person.messages} texts={texts} />
          <History side="about" history={person.history} texts={texts} />
          {person.acts.events.length + person.acts.visits.length + person.acts.looks.length > 0 && (
            <History side="by" history={person.acts} texts={texts} />
          )}
        </div>
      </div>
    </>
  )
}
