import { momentText } from '@/lib/i18n/moment'
import { quantityText } from '@/lib/i18n/quantity'
import type { Health } from '@/lib/monitor/alarm/health'
import type { CanaryReport } from '@/lib/monitor/panel/report'
import { StateMark } from '../state/mark'
import { Term } from '../term/term'
import type { View } from '../view'
import styles from './block.module.css'

const STATES: Record<CanaryReport['state'], Health> = {
  off: 'unknown',
  fine: 'fine',
  late: 'warning',
  silent: 'alarm',
}

/** Delivery of the canary, the e-mail that tests the whole way. */
export function CanaryBlock({ canary, view }: { canary: CanaryReport; view: View }) {
  const words = view.texts.canary
  return (
    <div className={styles.block} id="figure-canary" tabIndex={-1}>
      <h3>
        <Term id="definition-canary" label={words.heading} definition={words.definition} />
      </h3>
      <Standing canary={canary} view={view} />
    </div>
  )
}

function Standing({ canary, view: { texts, reading } }: { canary: CanaryReport; view: View }) {
  const words = texts.canary
  const { latencyMs, lastDeliveredAt } = canary
  const state = STATES[canary.state]
  return (
    <p className={styles.remark}>
      <StateMark state={state} words={{ ...texts.states, [state]: words.states[canary.state] }} />
      {latencyMs !== null && (
        <span>{words.took.replace('{duration}', quantityText(reading.locale, latencyMs, 'ms'))}</span>
      )}
      {canary.state !== 'off' && (
        <span>
          {lastDeliveredAt === null
            ? words.never
            : words.last.replace('{time}', momentText(reading, lastDeliveredAt))}
        </span>
      )}
    </p>
  )
}
