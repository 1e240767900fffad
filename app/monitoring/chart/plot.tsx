import type { ReactNode } from 'react'
import { areaPath, gapsOf, linePath, runsOf } from './path'
import styles from './plot.module.css'
import { type Domain, HEIGHT, heightOf } from './scale'

type PlotProps = {
  values: readonly (number | null)[]
  domain: Domain | null
  /** The alarm's threshold; drawn if the axis reaches it. */
  threshold?: number
  /** The plot in words. */
  label: string
}

/** A level line across the plot. */
const Level = ({ className, y, width }: { className?: string; y: number; width: number }): ReactNode => (
  <path className={className} d={`M0,${y}H${width}`} />
)

/** Line and area of one series. Stretched to any width: the strokes do not scale with it, so they stay crisp. */
export function Plot({ values, domain, threshold, label }: PlotProps) {
  const width = Math.max(1, values.length - 1)
  const runs = runsOf(values)
  return (
    <svg
      className={styles.svg}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {gapsOf(values).map(({ start, end }) => (
        <rect key={start} className={styles.gap} x={start} width={end - start} height={HEIGHT} />
      ))}
      <Level className={styles.base} y={HEIGHT} width={width} />
      {domain && (
        <>
          <path className={styles.area} d={areaPath(runs, domain)} />
          {threshold !== undefined && threshold <= domain.max && (
            <Level className={styles.threshold} y={heightOf(threshold, domain)} width={width} />
          )}
          <path className={styles.line} d={linePath(runs, domain)} />
        </>
      )}
    </svg>
  )
}
