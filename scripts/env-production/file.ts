/** Escapes `$NAME`, which Next.js replaces in a value (`@next/env` contains dotenv-expand). */
const keepDollars = (value: string): string => value.replaceAll('$', '\\$')

/**
 * Quotes a value so that Next.js reads it back from a `.env` file. The format has three kinds of quotes, none of which
 * can be escaped within itself; only in double quotes are `\n` and `\r` line ends.
 * @returns undefined for the few values that no quotes can contain
 */
function quoted(value: string): string | undefined {
  const kept = keepDollars(value)
  if (kept.endsWith('\\')) return undefined
  const plain = ["'", '`'].find((quote) => !kept.includes(quote))
  if (plain && !kept.includes('\r')) return plain + kept + plain
  if (kept.includes('"') || /\\[nr]/.test(kept)) return undefined
  return `"${kept.replaceAll('\r', '\\r')}"`
}

/**
 * The text of a `.env` file from which Next.js reads exactly `values`.
 * @returns the names whose value such a file cannot hold, if there are any
 */
export function toEnvFile(
  values: Record<string, string>,
): { ok: true; text: string } | { ok: false; names: string[] } {
  const lines = Object.entries(values).map(([name, value]) => ({ name, value: quoted(value) }))
  const unfit = lines.filter(({ value }) => value === undefined).map(({ name }) => name)
  if (unfit.length > 0) return { ok: false, names: unfit }
  return { ok: true, text: lines.map(({ name, value }) => `${name}=${value}\n`).join('') }
}
