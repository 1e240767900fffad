import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Dashboard } from '../../app/monitoring/dashboard'
import { PANELS } from '../../app/monitoring/view'
import { LOCALES, type Locale } from '../../lib/i18n/locale'
import { monitoringTexts } from '../../lib/i18n/monitoring'
import { type Report, SPANS } from '../../lib/monitoring/report'
import { aHugeReport, anEmptyReport, aReport, aTroubledReport } from '../support/reports'

const CASES = { aReport, aTroubledReport, anEmptyReport, aHugeReport }

const markup = (report: Report, locale: Locale): string =>
  renderToStaticMarkup(<Dashboard first={report} texts={monitoringTexts(locale)} locale={locale} />)

/** What a person reads: tags become bars. */
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
    for (const { main, more } of Object.values(PANELS))
      for (const name of [...main, ...more]) {
        const [, from = ''] = html.split(`id="figure-${name}"`)
        const figure = from.split('id="figure-')[0] ?? ''
        expect(figure).toContain(figures[name].label)
        expect(figure).toContain(`aria-describedby="definition-${name}"`)
        expect(readable(figure)).toContain(figures[name].definition.slice(0, 30))
        expect(figure).toMatch(/<svg[^>]* role="img" aria-label="[^"]{20,}"/)
      }
  })

  it('has the figures of the specification’s four panels, in their order', () => {
    expect(PANELS.database.main).toEqual(['connections', 'cpu', 'storage', 'queriesPerSecond'])
    expect(PANELS.email.main).toEqual(['sent', 'delivered', 'bounced', 'complaints'])
    expect(PANELS.application.main).toEqual(['requestsPerMinute', 'latency', 'errorRate', 'uptime'])
    expect(PANELS.users.main).toEqual(['total', 'verified', 'pending', 'active'])
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
    expect(text).toContain('SES counts 16 fewer sent than we do.')
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
    const marks = [...html.matchAll(/data-state="(\w+)"><svg[^>]*><path[^>]*><\/path><\/svg>([^<]*)</g)]
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

  it('are typographic', () => {
    for (const [path, text] of [...french, ...english])
      expect([path, text]).toEqual([path, text.replace(/['"]|\.\.\./, '')])
    for (const [path, text] of french) expect([path, / [!?:;»%]|« /.test(text)]).toEqual([path, false])
  })
})
