import type { Reading } from '@/lib/i18n/moment'
import { quantity, type Unit } from '@/lib/i18n/quantity'
import styles from './figure.module.css'

/** A value in its unit: the number large, the unit small. */
export function FigureValue({ value, unit, reading }: { value: number; unit: Unit; reading: Reading }) {
  return quantity(reading.locale, value, unit).map((piece, index) => (
    <span key={piece.unit} className={styles.piece}>
      {index > 0 && ' '}
      <span>{piece.number}</span>
      {piece.unit && <small>{piece.unit}</small>}
    </span>
  ))
}
