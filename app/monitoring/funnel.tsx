import { Bar } from '@/components/chart/bar'
import { quantityText } from '@/lib/i18n/quantity'
import type { FunnelCounts, Report } from '@/lib/monitoring/report'
import styles from './funnel.module.css'
import { FunnelDomains } from './funnel-domains'
import panel from './panel.module.css'
import { Term } from './term'
import type { View } from './view'

const STAGES = ['registered', 'sent', 'delivered', 'verified'] as const

/** How far the people who signed up in the span came, and how long they took. */
export function Funnel({ funnel, view }: { funnel: Report['funnel']; view: View }) {
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
            <Stages funnel={funnel} view={view} />
            <Times funnel={funnel} view={view} />
          </div>
          <FunnelDomains domains={funnel.domains} view={view} />
        </div>
      )}
    </section>
  )
}

function Stages({ funnel, view: { texts, reading } }: { funnel: FunnelCounts; view: View }) {
  const words = texts.funnel
  const write = (value: number) => quantityText(reading.locale, value, 'count')
  return (
    <dl className={styles.stages}>
      {STAGES.map((stage, index) => {
        const share = funnel[stage] / funnel.registered
        const before = funnel[STAGES[index - 1] ?? stage]
        const percent = quantityText(reading.locale, share * 100, 'percent')
        return (
          <div key={stage}>
            <dt>{words[stage]}</dt>
            <dd className={styles.count}>{write(funnel[stage])}</dd>
            <dd className={styles.bar}>
              <Bar share={share} />
            </dd>
            {index > 0 && (
              <dd className={styles.share}>
                <span>{words.ofRegistered.replace('{share}', percent)}</span>
                {before > funnel[stage] && (
                  <span>{words.lost.replace('{count}', write(before - funnel[stage]))}</span>
                )}
              </dd>
            )}
          </div>
        )
      })}
    </dl>
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
