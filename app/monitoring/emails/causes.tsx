import chip from '@/components/chip/chip.module.css'
import { Sentence } from '@/components/sentence'
import { faultOf } from '@/lib/email/dead/fault'
import type { DeadMailTexts } from '@/lib/i18n/texts/operate/dead-mail'
import type { DeadCause } from '@/lib/operate/dead-mail/read'
import room from '../room.module.css'
import { type ActTexts, RoomAct } from '../room-act'
import card from '../users/[id]/card.module.css'
import { Moment } from '../users/moment'
import styles from './emails.module.css'

type CausesProps = { causes: DeadCause[]; shown?: string; texts: DeadMailTexts; actTexts: ActTexts }

function Facts({ cause, shown, texts }: { cause: DeadCause; shown: boolean; texts: DeadMailTexts }) {
  return (
    <>
      <p className={room.line}>
        <code>{cause.cause}</code>
        {cause.open > 0 && (
          <span className={chip.chip} data-tone="bad">
            <span>
              <Sentence text={texts.open} fill={{ count: cause.open }} />
            </span>
          </span>
        )}
        {cause.wished > 0 && (
          <span className={chip.chip} data-tone="accent">
            <span>
              <Sentence text={texts.wished} fill={{ count: cause.wished }} />
            </span>
          </span>
        )}
      </p>
      <p>{texts.faults[faultOf(cause.cause)]}</p>
      <p className={card.muted}>
        <Sentence text={texts.last} fill={{ when: <Moment at={cause.newest} /> }} />
        {!shown && cause.open > 0 && (
          <>
            <span>{' · '}</span>
            <a href={`/monitoring/emails?cause=${encodeURIComponent(cause.cause)}#list`}>{texts.only}</a>
          </>
        )}
      </p>
    </>
  )
}

/** Causes for which messages died, what to mend, and the act that sends all of one again. */
export function Causes({ causes, shown, texts, actTexts }: CausesProps) {
  const { label } = texts.act.resend_cause
  return (
    <ul className={styles.list}>
      {causes.map((cause) => (
        <li key={cause.cause}>
          <div>
            <Facts cause={cause} shown={cause.cause === shown} texts={texts} />
          </div>
          {cause.open > 0 && (
            <RoomAct
              room="emails"
              act="resend_cause"
              about={{ cause: cause.cause }}
              look="secondary"
              label={label}
              description={`${label} : ${cause.cause}`}
              texts={actTexts}
            />
          )}
        </li>
      ))}
    </ul>
  )
}
