import { quantityText } from '@/lib/i18n/quantity'
import type { FunnelCounts, Report } from '@/lib/monitor/panel/report'
import { Bar } from '../chart/bar'
import { Missing } from '../figure/missing'
import panel from '../panel/panel.module.css'
import { Term } from '../term/term'
import type { View } from '../view'
import { FunnelDomains } from './domains'
import styles from './funnel.module.css'
import { Proofs } from './proofs'

const STAGES = ['registered', 'sent', 'delivered', 'verified'] as const

type FunnelProps = {
  funnel: Report['funnel']
  proofs: Report['proofs']
  /** The reason why deliveries are not counted, if they are not. */
  why?: string
  view: View
}

/** Stages and times of the people who signed up in the span. */
export function Funnel({ funnel, proofs, why, view }: FunnelProps) {
  const words = view.texts.funnel
  return (
    <section className={panel.panel} aria-labelledby="panel-funnel">
      <header className={panel.head}>
        <h2 id="panel-funnel">
          <Term id="definition-funnel" label={words.heading} definition={words.definition} />
        </h2>
        <p className={styles.window}>
          {view.texts.windows.span.replace('{span}', view.texts.spansSpoken[view.span])}
        </p>
      </header>
      {funnel.registered === 0 ? (
        <p className={styles.empty}>{words.empty}</p>
      ) : (
        <div className={styles.columns}>
          <div>
            <Stages funnel={funnel} why={why} view={view} />
            <Times funnel={funnel} view={view} />
          </div>
          <FunnelDomains domains={funnel.domains} view={view} />
          <Proofs proofs={proofs} view={view} />
        </div>
      )}
    </section>
  )
}

function Stages({ funnel, why, view }: { funnel: FunnelCounts; why?: string; view: View }) {
  const words = view.texts.funnel
  return (
    <dl className={styles.stages}>
      {STAGES.map((stage, index) => {
        const count = funnel[stage]
        return (
          <div key={stage}>
            <dt>{words[stage]}</dt>
            {count === null ? (
              <Unknown why={why} view={view} />
            ) : (
              <Stage
                count={count}
                before={lastKnown(funnel, index)}
                registered={funnel.registered}
                view={view}
              />
            )}
          </div>
        )
      })}
    </dl>
  )
}

/** People at the nearest earlier stage that is counted. Null: none is. */
const lastKnown = (funnel: FunnelCounts, index: number): number | null =>
  STAGES.slice(0, index)
    .map((stage) => funnel[stage])
    .findLast((count) => count !== null) ?? null

type StageProps = { count: number; before: number | null; registered: number; view: View }

function Stage({ count, before, registered, view: { texts, reading } }: StageProps) {
  const words = texts.funnel
  const write = (value: number) => quantityText(reading.locale, value, 'count')
  const share = count / registered
  return (
    <>
      <dd className={styles.count}>{write(count)}</dd>
      <dd className={styles.bar}>
        <Bar share={share} />
      </dd>
      {before !== null && (
        <dd className={styles.share}>
          <span>
            {words.ofRegistered.replace('{share}', quantityText(reading.locale, share * 100, 'percent'))}
          </span>
          {before > count && <span>{words.lost.replace('{count}', write(before - count))}</span>}
        </dd>
      )}
    </>
  )
}

/** A stage that is not counted has no bar: an empty one would read as 0 people. */
function Unknown({ why, view: { texts } }: { why?: string; view: View }) {
  return (
    <>
      <dd className={styles.unknown}>{texts.notAvailable}</dd>
      <dd className={styles.share}>
        <Missing why={why} texts={texts} />
      </dd>
    </>
  )
}

function Times({ funnel, view: { texts, reading } }: { funnel: FunnelCounts; view: View }) {
  const words = texts.funnel
  const write = (seconds: number | null) =>
    seconds === null ? texts.notAvailable : quantityText(reading.locale, seconds, 'seconds')
  return (
    <div className={styles.times}>
      <h3>{words.times}</h3>
      <dl>
        <div>
          <dt>{words.median}</dt>
          <dd>{write(funnel.medianSeconds)}</dd>
        </div>
        <div>
          <dt>{words.p95}</dt>
          <dd>{write(funnel.p95Seconds)}</dd>
        </div>
      </dl>
    </div>
  )
}
