import { momentText } from '@/lib/i18n/moment'
import { quantityText } from '@/lib/i18n/quantity'
import type { AlarmReport, Report } from '@/lib/monitor/panel/report'
import { StateMark } from '../state/mark'
import type { View } from '../view'
import styles from './alarms.module.css'
import { alarmSubject } from './subject'

/** Raised alarms: fault, start, remedy. A screen reader hears changes. */
export function Alarms({ report, view }: { report: Report; view: View }) {
  const { texts, reading } = view
  const raised = raisedOf(report)
  return (
    <section className={styles.alarms} aria-labelledby="alarms" data-raised={raised.length > 0}>
      <h2 id="alarms" className={styles.spoken}>
        {texts.alarms.heading}
      </h2>
      <div role="status">
        {raised.length === 0 ? (
          <Calm report={report} view={view} />
        ) : (
          <ul className={styles.list}>
            {raised.map((alarm) => (
              <Alarm key={alarm.name} alarm={alarm} view={view} />
            ))}
          </ul>
        )}
      </div>
      {raised.length > 0 && <p className={styles.guide}>{texts.alarms.guide}</p>}
      {report.rateLimitScale !== 1 && (
        <p className={styles.scale}>
          <StateMark state="warning" words={texts.states} />
          <span>
            {texts.rateLimits.replace(
              '{scale}',
              new Intl.NumberFormat(reading.locale).format(report.rateLimitScale),
            )}
          </span>
        </p>
      )}
    </section>
  )
}

const raisedOf = ({ alarms }: Report): AlarmReport[] => alarms.filter(({ state }) => state === 'alarm')

/** The label of the figure that an alarm is about. */
function subjectOf(name: string, texts: View['texts']): string {
  const figure = alarmSubject(name)?.figure
  if (figure === undefined) return name
  return figure === 'canary' ? texts.canary.heading : texts.figures[figure].label
}

/** No alarm is raised. Alarms that could not be judged are named: silence about them is no good news. */
function Calm({ report, view: { texts } }: { report: Report; view: View }) {
  const missing = report.alarms.filter(({ state }) => state === 'unknown').map(({ name }) => name)
  const names = missing.map((name) => subjectOf(name, texts))
  const { none, noneMore, partly, partlyMore } = texts.alarms
  return (
    <p className={styles.calm}>
      <StateMark
        state={names.length > 0 ? 'unknown' : 'fine'}
        words={{ ...texts.states, fine: none, unknown: partly }}
      />
      <span>{names.length > 0 ? partlyMore.replace('{list}', names.join(', ')) : noneMore}</span>
    </p>
  )
}

function Alarm({ alarm, view: { texts, reading } }: { alarm: AlarmReport; view: View }) {
  const { name, state, since, value, threshold } = alarm
  const { titles, actions, otherAction, measured, show, ...words } = texts.alarms
  const { figure, unit = 'count' } = alarmSubject(name) ?? {}
  return (
    <li className={styles.alarm} data-state={state}>
      <StateMark state={state} words={texts.states} />
      <div>
        <h3>{(titles as Record<string, string>)[name] ?? name}</h3>
        <p className={styles.facts}>
          {value !== null && (
            <strong>
              {measured
                .replace('{value}', quantityText(reading.locale, value, unit))
                .replace('{threshold}', quantityText(reading.locale, threshold, unit))}
            </strong>
          )}
          <span>
            {since === null ? words.sinceUnknown : words.since.replace('{time}', momentText(reading, since))}
          </span>
          {figure && <a href={`#figure-${figure}`}>{show}</a>}
        </p>
        <p>{(actions as Record<string, string>)[name] ?? otherAction}</p>
      </div>
    </li>
  )
}
