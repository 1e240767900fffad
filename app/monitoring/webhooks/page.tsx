import type { Metadata } from 'next'
import { requireOperator } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { requestPath } from '@/lib/http/page/request-path'
import { webhookTexts } from '@/lib/i18n/texts/operate/webhooks'
import { justDoneAmong } from '@/lib/operate/just-done'
import { WEBHOOK_ACTS } from '@/lib/operate/webhook/acts'
import { readWebhooks } from '@/lib/operate/webhook/read'
import { actTextsIn } from '../act-texts'
import room from '../room.module.css'
import card from '../users/[id]/card.module.css'
import head from '../users/head.module.css'
import { Deliveries } from './deliveries'
import { Endpoints } from './endpoints'

export async function generateMetadata(): Promise<Metadata> {
  return { title: webhookTexts(await requestLocale()).title }
}

type WebhooksPageProps = { searchParams: Promise<{ done?: string | string[] }> }

/** Services that are told of events: receivers, what was given up, the latest deliveries. */
export default async function WebhooksPage({ searchParams }: WebhooksPageProps) {
  const operator = await requireOperator(await requestPath())
  const [{ done }, locale] = await Promise.all([searchParams, requestLocale()])
  const { endpoints, dead, recent } = await readWebhooks(pageContext())
  const operatorId = operator.user.id
  const finished = await justDoneAmong(pageContext(), WEBHOOK_ACTS, { claimed: done, operatorId })
  const texts = webhookTexts(locale)
  const actTexts = actTextsIn(locale)
  const services = new Map(endpoints.map(({ id, url }) => [id, url]))
  return (
    <>
      <div className={head.head}>
        <h1>{texts.title}</h1>
        <p>{texts.lead}</p>
      </div>
      <p className={room.done} role="status">
        {finished && texts.act[finished].done}
      </p>
      {endpoints.length > 0 ? (
        <Endpoints endpoints={endpoints} texts={texts} actTexts={actTexts} />
      ) : (
        <div className={card.card}>
          <p>
            <strong>{texts.none}</strong>
          </p>
          <p className={card.muted}>{texts.noneMore}</p>
        </div>
      )}
      <section className={`${card.card} ${room.section}`} aria-labelledby="dead">
        <h2 id="dead">{texts.dead}</h2>
        <p className={card.muted}>{dead.length > 0 ? texts.deadMore : texts.noDead}</p>
        <Deliveries deliveries={dead} services={services} texts={texts} actTexts={actTexts} />
      </section>
      <section className={`${card.card} ${room.section}`} aria-labelledby="recent">
        <h2 id="recent">{texts.recent}</h2>
        {recent.length === 0 && <p className={card.muted}>{texts.noRecent}</p>}
        <Deliveries deliveries={recent} services={services} texts={texts} />
      </section>
    </>
  )
}
