import { quantityText } from '@/lib/i18n/quantity'
import type { ProofReport } from '@/lib/monitor/panel/report'
import block from '../block/block.module.css'
import type { View } from '../view'
import styles from './funnel.module.css'

type ProofsProps = { proofs: ProofReport; view: View }

/** Ways by which the same people proved their addresses, and proofs by browsers that did not count. */
export function Proofs({ proofs, view }: ProofsProps) {
  return (
    <div className={styles.columns}>
      <Ways proofs={proofs} view={view} />
      {proofs.refusals.length > 0 && <Refusals proofs={proofs} view={view} />}
    </div>
  )
}

function Ways({ proofs: { ways, other }, view: { texts, reading } }: ProofsProps) {
  const words = texts.proofs
  const write = (count: number) => quantityText(reading.locale, count, 'count')
  return (
    <div>
      <h3 id="proof-ways">{words.heading}</h3>
      <table className={block.table} aria-labelledby="proof-ways">
        <thead>
          <tr>
            <th scope="col">{words.way}</th>
            <th scope="col" className={block.number}>
              {words.people}
            </th>
            <th scope="col" className={block.number}>
              {texts.funnel.median}
            </th>
          </tr>
        </thead>
        <tbody>
          {ways.map(({ way, verified, medianSeconds }) => (
            <tr key={way}>
              <th scope="row">{words.ways[way]}</th>
              <td className={block.number} data-label={words.people}>
                {write(verified)}
              </td>
              <td className={block.number} data-label={texts.funnel.median}>
                <Median seconds={medianSeconds} view={{ texts, reading }} />
              </td>
            </tr>
          ))}
          {other > 0 && (
            <tr>
              <th scope="row">{words.ways.other}</th>
              <td className={block.number} data-label={words.people}>
                {write(other)}
              </td>
              <td className={block.number} data-label={texts.funnel.median}>
                <Median seconds={null} view={{ texts, reading }} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  )
}

type MedianProps = { seconds: number | null; view: Pick<View, 'texts' | 'reading'> }

const Median = ({ seconds, view: { texts, reading } }: MedianProps) =>
  seconds === null ? (
    <span aria-label={texts.funnel.noneSpoken} role="img">
      {texts.funnel.none}
    </span>
  ) : (
    <span>{quantityText(reading.locale, seconds, 'seconds')}</span>
  )

function Refusals({ proofs: { refusals }, view: { texts, reading } }: ProofsProps) {
  const words = texts.proofs
  return (
    <div>
      <h3 id="proof-refusals">{words.refusedHeading}</h3>
      <p className={styles.empty}>{words.refusedLead}</p>
      <table className={block.table} aria-labelledby="proof-refusals">
        <thead>
          <tr>
            <th scope="col">{words.reason}</th>
            <th scope="col" className={block.number}>
              {words.refused}
            </th>
          </tr>
        </thead>
        <tbody>
          {refusals.map(({ reason, count }) => (
            <tr key={reason}>
              <th scope="row">{words.refusals[reason]}</th>
              <td className={block.number} data-label={words.refused}>
                {quantityText(reading.locale, count, 'count')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
