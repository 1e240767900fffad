/** One line: our figure, the limit measured in the same run, their ratio, and the target. */
export type Row = { what: string; ours: string; limit?: string; ratio?: number; target: string }

/** Three significant digits, with thousands separated. */
export const figure = (value: number, unit = ''): string =>
  `${value.toLocaleString('en', { maximumSignificantDigits: 3 })}${unit && ` ${unit}`}`

export function printTable(title: string, rows: Row[]): void {
  const cells = [
    ['', 'ours', 'limit', 'ratio', 'target'],
    ...rows.map(({ what, ours, limit, ratio, target }) => [
      what,
      ours,
      limit ?? '',
      ratio === undefined ? '' : ratio.toFixed(2),
      target,
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
