import { getTableColumns, getTableName } from 'drizzle-orm'
import { type ExportRule, exportTable, type Subject } from '../../db/export/rule'
import { EXPORT } from '../../i18n/texts/export'
import { DAY } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'
import type { Locale } from '../../kernel/locale'
import { EXPORTED, KEPT } from './tables'

/** A table of an export, in its person's words. */
type TableExport = {
  about: string
  kept: string
  rows: Record<string, unknown>[]
  /** Columns that are left out, each with the reason. */
  withheld: Record<string, string>
}

/** All that the tables hold about a person, but secrets. Times become ISO 8601 as JSON. */
export type PersonExport = {
  exportedAt: Date
  about: string
  tables: Record<string, TableExport>
  limits: string
}

/** Tables without a rule of their own, whose rows end before the account. */
const KEPT_OTHERWISE: Record<string, 'lifted' | 'session'> = {
  email_suppressions: 'lifted',
  session_keys: 'session',
}

/** How long the rows of a table are kept, by the rule that deletes them. */
function keptText({ table }: ExportRule, locale: Locale): string {
  const { kept } = EXPORT[locale]
  const rule = KEPT.find((one) => one.table === table)
  if (!rule) return kept[KEPT_OTHERWISE[getTableName(table)] ?? 'account']
  const column = Object.entries(getTableColumns(table)).find(([, one]) => one === rule.column)?.[0] ?? ''
  const text = rule.age === 0 ? kept.until : kept.after
  return text.replace('{days}', String(Math.round(rule.age / DAY))).replace('{column}', column)
}

async function readTable(
  ctx: DataContext,
  rule: ExportRule,
  { subject, locale }: { subject: Subject; locale: Locale },
): Promise<[string, TableExport]> {
  const { name, rows, withheld } = await exportTable(ctx, rule, subject)
  const texts = EXPORT[locale]
  const reasons = Object.entries(withheld).map(([column, reason]) => [column, texts.withheld[reason]])
  const about = texts.about[name] ?? name
  return [name, { about, kept: keptText(rule, locale), rows, withheld: Object.fromEntries(reasons) }]
}

/** Reads everything that the tables hold about a person, in one transaction's view of them. */
export async function readExport(ctx: DataContext, subject: Subject, locale: Locale): Promise<PersonExport> {
  const tables: [string, TableExport][] = []
  for (const rule of EXPORTED) tables.push(await readTable(ctx, rule, { subject, locale }))
  const { intro, limits } = EXPORT[locale]
  return { exportedAt: ctx.now(), about: intro, tables: Object.fromEntries(tables), limits }
}
