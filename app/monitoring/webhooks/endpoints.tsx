import chip from '@/components/chip/chip.module.css'
import { Sentence } from '@/components/sentence'
import type { WebhookTexts } from '@/lib/i18n/texts/operate/webhooks'
import type { ShownEndpoint } from '@/lib/operate/webhook/read'
import room from '../room.module.css'
import { type ActTexts, RoomAct } from '../room-act'
import card from '../users/[id]/card.module.css'
import { Moment } from '../users/moment'
import styles from './webhooks.module.css'

type EndpointsProps = { endpoints: ShownEndpoint[]; texts: WebhookTexts; actTexts: ActTexts }

function Facts({ endpoint, texts }: { endpoint: ShownEndpoint; texts: WebhookTexts }) {
  const { url, events, offAt, offReason, waiting, createdAt } = endpoint
  return (
    <>
      <p className={room.line}>
        <bdi className={styles.address}>{url}</bdi>
        <span className={chip.chip} data-tone={offAt ? 'bad' : 'good'}>
          {offAt ? texts.off[offReason ?? 'operator'] : texts.on}
        </span>
      </p>
      <p className={card.muted}>
        <Sentence text={texts.told} fill={{ events: <code>{events.join(', ')}</code> }} />
      </p>
      <p className={card.muted}>
        <Sentence text={texts.waiting} fill={{ count: waiting }} />
        <span>{' · '}</span>
        <Sentence text={texts.added} fill={{ when: <Moment at={createdAt} /> }} />
      </p>
    </>
  )
}

/** Receivers of events: where, which, on or off; and the acts on each. */
export function Endpoints({ endpoints, texts, actTexts }: EndpointsProps) {
  return (
    <ul className={styles.endpoints}>
      {endpoints.map((endpoint) => {
        const { id, url, offAt, dead } = endpoint
        const form = (act: 'replay_dead' | 'switch_on' | 'switch_off') => (
          <RoomAct
            room="webhooks"
            act={act}
            about={{ id }}
            look={act === 'switch_off' ? 'danger' : 'secondary'}
            label={texts.act[act].label}
            description={`${texts.act[act].label} : ${url}`}
            texts={actTexts}
            isFolded={act === 'switch_off'}
          >
            <p className={card.muted}>{texts.act[act].more}</p>
          </RoomAct>
        )
        return (
          <li key={id} className={card.card}>
            <Facts endpoint={endpoint} texts={texts} />
            <div className={styles.acts}>
              {dead > 0 && !offAt && form('replay_dead')}
              {form(offAt ? 'switch_on' : 'switch_off')}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
