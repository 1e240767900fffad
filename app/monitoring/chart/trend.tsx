'use client'

import { pointText, type Reading, tickText } from '@/lib/i18n/moment'
import { axisTexts, quantityText, type Unit } from '@/lib/i18n/quantity'
import type { Span } from '@/lib/i18n/span'
import type { Health } from '@/lib/monitor/alarm/health'
import type { Series } from '@/lib/monitor/panel/report'
import { describeTrend, momentOf, type TrendTexts } from './describe'
import { Plot } from './plot'
import { type Domain, domainOf } from './scale'
import styles from './trend.module.css'
import { usePointed } from './use-pointed'

type TrendProps = {
  label: string
  series: Series
  unit: Unit
  span: Span
  /** The span in words. */
  spanSpoken: string
  threshold?: number
  state: Health
  reading: Reading
  texts: TrendTexts
}

/** A figure over the span: plot, ends of both axes, and the value under the pointer. */
export function Trend(props: TrendProps) {
  const { series, unit, span, reading, texts } = props
  const { values } = series
  const domain = domainOf(values)
  const { pointed, handlers } = usePointed(values.length)
  const write = (value: number): string => quantityText(reading.locale, value, unit)
  const label = describeTrend(series, { label: props.label, span: props.spanSpoken, write, texts })
  return (
    <div className={styles.trend} data-state={props.state}>
      <div className={styles.plot} {...handlers}>
        <Plot values={values} domain={domain} threshold={props.threshold} label={label} />
        {!domain && <span className={styles.nothing}>{texts.nothing}</span>}
        <span className={styles.cross} />
        {pointed !== null && <Readout index={pointed} {...props} write={write} />}
      </div>
      <p className={styles.values} aria-hidden="true">
        {domain && <Ends domain={domain} unit={unit} reading={reading} />}
      </p>
      <p className={styles.times} aria-hidden="true">
        <span>{tickText(reading, span, 'first', momentOf(series, 0))}</span>
        <span>{tickText(reading, span, 'last', momentOf(series, Math.max(0, values.length - 1)))}</span>
      </p>
    </div>
  )
}

/** Both ends of the value axis. No keys by text: the ends of a tiny range can read the same. */
function Ends({ domain, unit, reading }: { domain: Domain; unit: Unit; reading: Reading }) {
  const [high, low] = axisTexts(reading.locale, [domain.max, domain.min], unit)
  return (
    <>
      <span>{high}</span>
      <span>{low}</span>
    </>
  )
}

type ReadoutProps = TrendProps & { index: number; write: (value: number) => string }

/** The reading under the pointer. It keeps inside the plot: it hangs by the same share of its width. */
function Readout({ index, series, span, reading, texts, write }: ReadoutProps) {
  const value = series.values[index] ?? null
  const share = index / Math.max(1, series.values.length - 1)
  return (
    <span
      className={styles.readout}
      style={{ left: `${share * 100}%`, translate: `${-share * 100}%` }}
      aria-hidden="true"
    >
      <span>{pointText(reading, span, momentOf(series, index))}</span>
      <strong>{value === null ? texts.noPoint : write(value)}</strong>
    </span>
  )
}
