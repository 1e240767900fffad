import { readFileSync } from 'node:fs'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Dashboard } from '../../../app/monitoring/dashboard'
import { panelFigures } from '../../../app/monitoring/view'
import described from '../../../docs/openapi.json' with { type: 'json' }
import { DATABASE_STATES } from '../../../lib/db/states/table'
import { SPANS } from '../../../lib/i18n/span'
import { monitoringTexts } from '../../../lib/i18n/texts/monitoring'
import { LOCALES, type Locale } from '../../../lib/kernel/locale'
import { FIGURE_NAMES, ruleOf } from '../../../lib/monitor/figure-names'
import type { Report } from '../../../lib/monitor/panel/report'
import { anEmptyReport } from '../../support/reports/empty'
import { aHugeReport } from '../../support/reports/huge'
import { aReport } from '../../support/reports/ordinary'
import { aTroubledReport } from '../../support/reports/troubled'
import { anUnreportedReport } from '../../support/reports/unreported'

const CASES = { aReport, aTroubledReport, anEmptyReport, anUnreportedReport, aHugeReport }

const markup = (report: Report, locale: Locale): string =>
  renderToStaticMarkup(<Dashboard first={report} texts={monitoringTexts(locale)} locale={locale} />)

/** The text as a person reads it: tags become bars. */
const readable = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, '|')
    .replaceAll('&#x27;', '’')
    .replaceAll(/\|+/g, '|')

const page = (report: Report, locale: Locale = 'fr'): string => readable(markup(report, locale))

describe('the dashboard, as the server writes it', () => {
  for (const [name, make] of Object.entries(CASES))
    for (const locale of LOCALES)
      it.each(SPANS)(`${name} in ${locale} over %s holds no accident`, (span) => {
        const html = markup(make(span), locale)
        expect(html).not.toMatch(/NaN|undefined|Infinity|\[object|>null<|\{\w+\}/)
      })

  it.each(LOCALES)('has every figure with its definition and its trend in %s', (locale) => {
    const html = markup(aReport(), locale)
    const { figures } = monitoringTexts(locale)
    expect(Object.keys(figures).toSorted()).toEqual(FIGURE_NAMES.toSorted())
    for (const name of FIGURE_NAMES) {
      const [, from = ''] = html.split(`id="figure-${name}"`)
      const figure = from.split('id="figure-')[0] ?? ''
      expect(figure).toContain(figures[name].label)
      expect(figure).toContain(`aria-describedby="definition-${name}"`)
      expect(readable(figure)).toContain(figures[name].definition.slice(0, 30))
      expect(figure).toMatch(/<svg[^>]* role="img" aria-label="[^"]{20,}"/)
    }
  })

  it('has the figures of the specification’s four panels, in their order', () => {
    expect(panelFigures('database').tiles).toEqual(['connections', 'cpu', 'storage', 'queriesPerSecond'])
    expect(panelFigures('email').tiles).toEqual(['sent', 'delivered', 'bounced', 'complaints'])
    expect(panelFigures('application').tiles).toEqual(['requestsPerMinute', 'latency', 'errorRate', 'uptime'])
    expect(panelFigures('users').tiles).toEqual(['total', 'verified', 'pending', 'active'])
  })

  it('says a value, its limit and its threshold', () => {
    const text = page(aReport())
    expect(text).toContain('|Connexions|')
    expect(text).toContain('|23|sur 97|')
    expect(text).toContain('|Normal|seuil 78|')
    expect(text).toContain('|38|Normal|1,18\u202f% sur 24 heures|')
  })

  it('says what is wrong, since when, and what to do, and of nothing else', () => {
    const text = page(aTroubledReport(), 'en')
    expect(text).toContain('|Alarm|Too many emails bounce|6.66%, threshold 5%|since Nov 22, 13:23|')
    expect(text).toContain('See below which domain refuses')
    expect(text).toContain('docs/DEPLOYMENT_GUIDE.md')
    expect(text).toContain('Emails no longer leave')
    expect(text).not.toContain('Almost all database connections')
    expect(text).toContain('Rate limits are multiplied by 10 (RATE_LIMIT_SCALE)')
    expect(text).toContain(
      '|Sent|3,198|16 fewer than ours|Bounces|214|same as ours|Complaints|2|1 more than ours|',
    )
    expect(text).not.toContain('SES also counts alarm emails')
    expect(text).toContain('|Silent|')
    expect(text).toContain('|99.99|%|')
  })

  it('says nothing of the rate limits’ scale when it is 1', () => {
    expect(page(aReport())).not.toContain('RATE_LIMIT_SCALE')
  })

  it('invents no figure: what is not known says so, and why', () => {
    const text = page(anEmptyReport())
    expect(text).toContain('|Processeur|')
    expect(text).toContain('|Non disponible|CloudWatch n’est pas configuré')
    expect(text).toContain('Raison donnée\u00a0: a_reason_of_tomorrow.')
    expect(text).toContain('Aucun seuil atteint, mais certains chiffres manquent')
    expect(text).toContain('Non disponibles\u00a0: Connexions, Taux de rebond, Taux d’erreur.')
    expect(text).toContain('|3|maximum inconnu|')
    expect(readable(markup(anEmptyReport('7d'), 'fr'))).toMatch(/\|Rebonds\|[^|]*\|0\|sur 7 jours\|/)
    expect(text).not.toContain('Tout va bien')
  })

  it('where nobody reports deliveries, says so in the panel and in the funnel, and counts from the stage before', () => {
    const text = page(anUnreportedReport(), 'en')
    const why = 'Without SNS_TOPIC_ARNS nobody tells us what becomes of an email.'
    expect(text).toContain(`|Not available|${why}|Nothing measured in this period|`)
    expect(text).toContain(`|Mail delivered|Not available|${why}|Verified|1,017|84.5% of sign-ups|187 fewer|`)
    expect(text).toContain('|Domain|Registered|Mail sent|Verified|Median|')
    expect(text).toContain('|gmail.com|611|611|542|58\u00a0s|')
    expect(text).toContain('|Not available: 5|')
    expect(text).toContain('Not available: Bounce rate, Complaint rate.')
    expect(text).toContain('|Sent|3,502|288 more than ours|Bounces|38|difference unknown|')
    expect(text).toContain('SES also counts alarm emails and canary emails; we do not.')
  })

  it('tells SES that does not answer from SES that does not send', () => {
    const text = (why: 'ses_not_used' | 'ses_silent') => {
      const report = aReport()
      report.email.ses = { why }
      return page(report, 'en')
    }
    expect(text('ses_not_used')).toContain('|Not available: email does not leave through SES.|')
    expect(text('ses_silent')).toContain(
      '|Not available: email leaves through SES, but it has given no statistics',
    )
    expect(text('ses_silent')).not.toContain('does not leave through SES')
  })

  it('calls by its own name an alarm it has no words for', () => {
    const report = aReport()
    report.alarms = [{ name: 'moon_phase', state: 'alarm', since: null, value: 3, threshold: 2 }]
    expect(page(report)).toContain('|Alarme|moon_phase|3, seuil 2|début inconnu|Suivez l’entrée')
  })

  it('shows since when the instance that runs longest is up, and each domain of the funnel', () => {
    const text = page(aHugeReport())
    expect(text).toContain('en marche depuis le 20 nov., 11:05')
    expect(text).toContain('|ip-10-0-2-40|0.1.0|')
    expect(text).toContain('|hotmail.com|148|148|122|98|13\u00a0min\u00a032\u00a0s|')
    expect(text).toContain('|Autres domaines|83|')
    expect(text).toContain('|84,5\u202f% des inscrits|')
  })

  it('names every alarm of a state by a word, not by its colour alone', () => {
    const html = markup(aTroubledReport(), 'fr')
    const marks = [...html.matchAll(/data-state="(\w+)"><svg[^>]*><path[^>]*><\/path><\/svg><span>([^<]*)</g)]
    expect(marks.length).toBeGreaterThan(12)
    for (const [, , word] of marks) expect(word?.length).toBeGreaterThan(3)
    const shapes = new Set(
      [...html.matchAll(/data-state="(\w+)"><svg[^>]*><path d="([^"]+)"/g)].map(
        ([, state, shape]) => `${state} ${shape}`,
      ),
    )
    expect(shapes.size).toBe(new Set([...shapes].map((shape) => shape.split(' ')[0])).size)
  })
})

/** Every sentence of a dictionary with the way to it. */
function sentences(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string'
      ? [[`${path}${key}`, text] as [string, string]]
      : sentences(text, `${path}${key}.`),
  )
}

describe('its sentences', () => {
  const french = sentences(monitoringTexts('fr'))
  const english = new Map(sentences(monitoringTexts('en')))
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted()

  it('have the same places to fill in both languages', () => {
    expect(french.length).toBeGreaterThan(120)
    for (const [path, text] of french)
      expect([path, places(english.get(path) ?? '')]).toEqual([path, places(text)])
  })

  it('name every reason and every source that the API may give', () => {
    const { why, source } = described.components.schemas.Figure.properties
    const ses = described.paths['/api/monitoring'].get.responses['200'].content['application/json'].schema
    const missing = ses.properties.email.properties.ses.anyOf.flatMap(
      ({ properties }) => properties.why?.enum ?? [],
    )
    for (const locale of LOCALES) {
      const { reasons, sources } = monitoringTexts(locale)
      expect(Object.keys(reasons).toSorted()).toEqual([...why.enum, ...missing].toSorted())
      expect(Object.keys(sources).toSorted()).toEqual(source.enum.toSorted())
    }
  })

  it('name log lines that are written', () => {
    const surprises = readFileSync('lib/http/response/explain-error.ts', 'utf8').match(
      /(?<=log.error\(')\w+/g,
    )
    const written = [...(surprises ?? []), ...Object.values(DATABASE_STATES).map(({ event }) => event)]
    for (const locale of LOCALES) {
      const named = monitoringTexts(locale).alarms.actions.error_rate.match(/\w+_\w+/g) ?? []
      expect(named).toHaveLength(2)
      expect(written).toEqual(expect.arrayContaining([...named]))
    }
  })

  it('say from how many cases on each rate is judged', () => {
    const rates = FIGURE_NAMES.filter((name) => ruleOf(name).enough !== undefined)
    expect(rates).toEqual(['bounceRate', 'complaintRate', 'deadRate', 'errorRate'])
    for (const locale of LOCALES)
      for (const name of rates) {
        const { definition } = monitoringTexts(locale).figures[name]
        const { of, bad } = ruleOf(name).enough ?? {}
        expect(definition.replaceAll(/(?<=\d)[,\s](?=\d{3})/g, '')).toMatch(
          new RegExp(`\\b${of}\\b.*\\b${bad}\\b`),
        )
      }
  })

  it('are typographic', () => {
    for (const [path, text] of [...french, ...english])
      expect([path, text]).toEqual([path, text.replace(/['"]|\.\.\./, '')])
    for (const [path, text] of french) expect([path, / [!?:;»%]|« /.test(text)]).toEqual([path, false])
  })
})
