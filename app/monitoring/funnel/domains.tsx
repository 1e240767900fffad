import { quantityText } from '@/lib/i18n/quantity'
import type { Report } from '@/lib/monitor/panel/report'
import block from '../block/block.module.css'
import type { View } from '../view'

type Domains = Report['funnel']['domains']

/** The report's name for all domains that it does not list. */
const OTHER = 'other'

const COUNTS = ['registered', 'sent', 'delivered', 'verified'] as const

/** The stages that are counted for at least one domain. */
const countsOf = (domains: Domains) =>
  COUNTS.filter((name) => domains.some((domain) => domain[name] !== null))

const TIMES = { medianSeconds: 'median', p95Seconds: 'p95' } as const

/** The same people by their mail domain: a mail server that keeps our mail from its people stands out. */
export function FunnelDomains({ domains, view: { texts, reading } }: { domains: Domains; view: View }) {
  const words = texts.funnel
  const { locale } = reading
  const counts = countsOf(domains)
  const write = (count: number | null) => (count === null ? words.none : quantityText(locale, count, 'count'))
  return (
    <div>
      <h3 id="domains">{words.domains}</h3>
      <table className={block.table} aria-labelledby="domains">
        <thead>
          <tr>
            <th scope="col">{words.domain}</th>
            {[...counts, ...Object.values(TIMES)].map((name) => (
              <th key={name} scope="col" className={block.number}>
                {words[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {domains.map((domain) => (
            <tr key={domain.domain}>
              <th scope="row">{domain.domain === OTHER ? words.otherDomains : domain.domain}</th>
              {counts.map((name) => (
                <td key={name} className={block.number} data-label={words[name]}>
                  {write(domain[name])}
                </td>
              ))}
              {(['medianSeconds', 'p95Seconds'] as const).map((name) => (
                <td key={name} className={block.number} data-label={words[TIMES[name]]}>
                  {domain[name] === null ? (
                    <span aria-label={words.noneSpoken} role="img">
                      {words.none}
                    </span>
                  ) : (
                    quantityText(locale, domain[name], 'seconds')
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
