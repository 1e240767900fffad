import { clockText, momentText } from '@/lib/i18n/moment'
import type { Report } from '@/lib/monitor/panel/report'
import type { View } from '../view'
import styles from './block.module.css'

/** The servers that run now. */
export function InstancesBlock({
  instances,
  view: { texts, reading },
}: {
  instances: Report['application']['instances']
  view: View
}) {
  const words = texts.instances
  return (
    <div className={styles.block}>
      <h3 id="instances">{words.heading}</h3>
      {instances.length === 0 ? (
        <p className={styles.remark}>{words.none}</p>
      ) : (
        <table className={styles.table} aria-labelledby="instances">
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.version}</th>
              <th scope="col">{words.started}</th>
              <th scope="col">{words.lastBeat}</th>
            </tr>
          </thead>
          <tbody>
            {instances.map(({ id, version, startedAt, lastBeatAt }) => (
              <tr key={id}>
                <th scope="row">{id}</th>
                <td data-label={words.version}>{version}</td>
                <td data-label={words.started}>{momentText(reading, startedAt)}</td>
                <td data-label={words.lastBeat}>{clockText(reading, lastBeatAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
