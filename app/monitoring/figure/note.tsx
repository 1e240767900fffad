import type { ReactNode } from 'react'
import { quantityText } from '@/lib/i18n/quantity'
import type { Figure } from '@/lib/monitor/panel/report'
import { StateMark } from '../state/mark'
import type { View } from '../view'
import { Missing } from './missing'

type FigureNoteProps = { figure: Figure; rate?: Figure; view: View; children: ReactNode }

/** A figure's note: why its value is missing, its state against the threshold, or its window. */
export function FigureNote({ figure, rate, view, children }: FigureNoteProps) {
  if (figure.value === null) return <Missing why={figure.why} texts={view.texts} />
  const judged = rate ?? figure
  const isJudged = judged.value !== null && (judged.threshold !== undefined || judged.state !== 'fine')
  return (
    <>
      {isJudged && <StateMark state={judged.state} words={view.texts.states} />}
      {rate ? <Rate rate={rate} view={view} /> : <Threshold figure={figure} view={view} />}
      {(rate ? rate.value === null : figure.threshold === undefined) && <span>{children}</span>}
    </>
  )
}

function Threshold({
  figure: { threshold, unit },
  view: { texts, reading },
}: {
  figure: Figure
  view: View
}) {
  if (threshold === undefined) return null
  return <span>{texts.threshold.replace('{value}', quantityText(reading.locale, threshold, unit))}</span>
}

/** A count's share over its own window; nothing if the divisor is 0. */
function Rate({ rate, view: { texts, reading } }: { rate: Figure; view: View }) {
  if (rate.value === null) return null
  return <span>{`${quantityText(reading.locale, rate.value, rate.unit)} ${texts.windows.day}`}</span>
}
