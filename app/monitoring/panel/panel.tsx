import type { ReactNode } from 'react'
import { type FigureName, shareOf } from '@/lib/monitor/figure-names'
import type { PanelName } from '@/lib/monitor/figures'
import type { Report } from '@/lib/monitor/panel/report'
import { Figure } from '../figure/figure'
import { StateMark } from '../state/mark'
import { gravest, panelFigures, panelOf, type View } from '../view'
import styles from './panel.module.css'

type PanelProps = {
  name: PanelName
  report: Report
  view: View
  /** Notes that replace a figure's window. */
  notes?: Partial<Record<FigureName, ReactNode>>
  /** Blocks below the figures. */
  children?: ReactNode
}

/** One of the four panels of specification 1.8: its figures, the named ones large. */
export function Panel({ name, report, view, notes = {}, children }: PanelProps) {
  const { figures, trends } = panelOf(report, name)
  const missing = Object.values(figures).filter(({ value }) => value === null).length
  const state = gravest(Object.values(figures).map((figure) => figure.state))
  const { states, missing: unknown } = view.texts
  const { tiles, rows } = panelFigures(name)
  const show = (size: 'tile' | 'row') => (figureName: FigureName) => {
    const [figure, trend] = [figures[figureName], trends[figureName]]
    const rate = shareOf(figureName)
    if (!figure || !trend) return null
    return (
      <Figure
        key={figureName}
        name={figureName}
        size={size}
        figure={figure}
        trend={trend}
        rate={rate && figures[rate]}
        note={notes[figureName]}
        view={view}
      />
    )
  }
  return (
    <section className={styles.panel} aria-labelledby={`panel-${name}`}>
      <header className={styles.head}>
        <h2 id={`panel-${name}`}>{view.texts.panels[name]}</h2>
        <StateMark
          state={state}
          words={{ ...states, unknown: unknown.replace('{count}', String(missing)) }}
        />
      </header>
      <dl className={styles.figures}>{tiles.map(show('tile'))}</dl>
      {rows.length > 0 && <dl className={styles.rows}>{rows.map(show('row'))}</dl>}
      {children}
    </section>
  )
}
