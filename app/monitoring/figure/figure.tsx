import type { ReactNode } from 'react'
import { quantityText } from '@/lib/i18n/quantity'
import type { FigureName } from '@/lib/monitor/figure-names'
import type { Figure as FigureReport, Series } from '@/lib/monitor/panel/report'
import { Bar } from '../chart/bar'
import { Trend } from '../chart/trend'
import { Term } from '../term/term'
import { type View, windowText } from '../view'
import styles from './figure.module.css'
import { FigureNote } from './note'
import { FigureValue } from './value'

type FigureProps = {
  name: FigureName
  /** Large in a tile, or small in a row. */
  size: 'tile' | 'row'
  figure: FigureReport
  trend: Series
  /** The share that goes with a count and gives it its state. */
  rate?: FigureReport
  /** Replaces the window in the note. */
  note?: ReactNode
  view: View
}

/** One figure: name and definition, value, state and threshold, trend. */
export function Figure({ name, size, figure, trend, rate, note, view }: FigureProps) {
  const { texts, reading, span } = view
  const { label } = texts.figures[name]
  const state = rate?.state ?? figure.state
  return (
    <div
      className={`${styles.figure} ${styles[size]}`}
      id={`figure-${name}`}
      data-state={state}
      tabIndex={-1}
    >
      <dt className={styles.term}>
        <Term id={`definition-${name}`} label={label} definition={definitionOf(name, figure, view)} />
      </dt>
      <dd className={styles.value}>
        {figure.value === null ? (
          <span className={styles.missing}>{texts.notAvailable}</span>
        ) : (
          <>
            <FigureValue value={figure.value} unit={figure.unit} reading={reading} />
            <Limit figure={figure} view={view} />
          </>
        )}
      </dd>
      <dd className={styles.note}>
        <FigureNote figure={figure} rate={rate} view={view}>
          {note ?? windowText(view, name)}
        </FigureNote>
      </dd>
      <dd className={styles.trend}>
        <Trend
          label={label}
          series={trend}
          unit={figure.unit}
          span={span}
          spanSpoken={texts.spansSpoken[span]}
          threshold={figure.threshold}
          state={state}
          reading={reading}
          texts={texts.trend}
        />
      </dd>
    </div>
  )
}

function definitionOf(name: FigureName, { source }: FigureReport, { texts }: View): string {
  const { definition } = texts.figures[name]
  const words = (texts.sources as Record<string, string>)[source ?? '']
  return words ? `${definition} ${texts.source.replace('{source}', words)}` : definition
}

/** The figure's upper limit, in words and as a bar; nothing if it has none. */
function Limit({
  figure: { value, limit, unit, state },
  view: { texts, reading },
}: {
  figure: FigureReport
  view: View
}) {
  if (limit === undefined || value === null) return null
  if (limit === null) return <small className={styles.limit}>{texts.noLimit}</small>
  return (
    <>
      <small className={styles.limit}>
        {texts.limit.replace('{limit}', quantityText(reading.locale, limit, unit))}
      </small>
      <Bar share={limit > 0 ? value / limit : 1} state={state} />
    </>
  )
}
