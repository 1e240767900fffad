import { NEXT } from '../../app/dashboard/next-texts'
import { pageTexts } from '../../lib/i18n/texts/pages'
import { LOCALES } from '../../lib/kernel/locale'

const states = Object.keys(NEXT) as (keyof typeof NEXT)[]

/** Texts of the dashboard in each state of the verification e-mail, in both languages, as a table in Markdown. */
export function describeStates(): string {
  const rows = states.flatMap((state) =>
    LOCALES.map((locale, index) => {
      const { dashboard } = pageTexts(locale)
      return `| ${index === 0 ? `\`${state}\`` : ''} | ${dashboard[state]} | ${dashboard[NEXT[state]]} |`
    }),
  )
  return ['| state | the mark | what to do next |', '|---|---|---|', ...rows].join('\n')
}
