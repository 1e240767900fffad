import chip from '@/components/chip/chip.module.css'
import { Sentence } from '@/components/sentence'
import type { WebhookTexts } from '@/lib/i18n/texts/operate/webhooks'
import type { ShownDelivery } from '@/lib/operate/webhook/read'
import room from '../room.module.css'
import { type ActTexts, RoomAct } from '../room-act'
import card from '../users/[id]/card.module.css'
import { Moment } from '../users/moment'
import styles from './webhooks.module.css'

const TONES = { queued: 'warm', sending: 'accent', sent: 'good', dead: 'bad' } as const

type DeliveriesProps = {
  deliveries: ShownDelivery[]
  /** Addresses of receivers by number. */
  services: Map<number, string>
  texts: WebhookTexts
  /** Given: each can be sent again. */
  actTexts?: ActTexts
}

function Delivery({
  delivery,
  services,
  texts,
}: Omit<DeliveriesProps, 'deliveries'> & { delivery: ShownDelivery }) {
  const { type, status, attempts, lastError, at, dueAt, endpointId } = delivery
  return (
    <>
      <p className={room.line}>
        <code>{type}</code>
        <span className={chip.chip} data-tone={TONES[status]}>
          {texts.states[status]}
        </span>
        {lastError && <code>{lastError}</code>}
      </p>
      <p className={card.muted}>
        <Sentence text={texts.to} fill={{ service: <bdi>{services.get(endpointId) ?? ''}</bdi> }} />
      </p>
      <p className={card.muted}>
        <Sentence text={texts.happened} fill={{ when: <Moment at={at} /> }} />
        {attempts > 1 && (
          <>
            <span>{' · '}</span>
            <Sentence text={texts.tries} fill={{ count: attempts }} />
          </>
        )}
        {status === 'queued' && attempts > 0 && (
          <>
            <span>{' · '}</span>
            <Sentence text={texts.next} fill={{ when: <Moment at={dueAt} /> }} />
          </>
        )}
      </p>
    </>
  )
}

/** Deliveries, the newest first: event, state, last answer, receiver. */
export function Deliveries({ deliveries, services, texts, actTexts }: DeliveriesProps) {
  return (
    <ul className={styles.deliveries}>
      {deliveries.map((delivery) => (
        <li key={delivery.id}>
          <div>
            <Delivery delivery={delivery} services={services} texts={texts} />
          </div>
          {actTexts && (
            <RoomAct
              room="webhooks"
              act="replay"
              about={{ id: delivery.id }}
              look="quiet"
              label={texts.act.replay.label}
              description={`${texts.act.replay.label} : ${delivery.type}, ${delivery.id}`}
              texts={actTexts}
            />
          )}
        </li>
      ))}
    </ul>
  )
}
