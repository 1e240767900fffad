/** One figure of each column, by the column's name. NaN: it could not be measured. `isShare`: two decimals. */
export type Row = {
  what: string
  values: Record<string, number | string>
  target?: string
  isShare?: boolean
}

/** A benchmark's table. `rounds`: every measurement behind the medians. */
export type Report = { title: string; rows: Row[]; rounds?: Record<string, number[][]> }

/** Three significant digits, with thousands separated. */
export const figure = (value: number, unit = ''): string =>
  `${value.toLocaleString('en', { maximumSignificantDigits: 3 })}${unit && ` ${unit}`}`

/** Each column's share of the column `of`. `target` is that of the column `ours`. */
export function shares({ values }: Row, of: string, target?: string): Row {
  const shareOf = (value: number | string) => Number(value) / Number(values[of])
  const others = Object.entries(values).filter(
    ([name, value]) => name !== of && Number.isFinite(shareOf(value)),
  )
  return {
    what: `  of ${of}’s`,
    values: Object.fromEntries(others.map(([name, value]) => [name, shareOf(value)])),
    target,
    isShare: true,
  }
}

function cellOf(value: number | string | undefined, isShare = false): string {
  if (typeof value !== 'number') return value ?? ''
  if (Number.isNaN(value)) return ''
  return isShare ? value.toFixed(2) : figure(value)
}

export function printTable({ title, rows }: Report): void {
  const columns = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))]
  const cells = [
    ['', ...columns, 'target'],
    ...rows.map(({ what, values, target, isShare }) => [
      what,
      ...columns.map((column) => cellOf(values[column], isShare)),
      target ?? '',
    ]),
  ]
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? []
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  process.stdout.write(`\n${title}\n${cells.map(line).join('\n')}\n`)
}
