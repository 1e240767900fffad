/** One figure, what it says, and whether it breaks a promise. */
export type Figure = { name: string; value: number; tells: string; broken: boolean }

export const told = (name: string, value: number, tells: string): Figure => ({
  name,
  value,
  tells,
  broken: false,
})

export const promised = (name: string, value: number, most: number, tells: string): Figure => ({
  name,
  value,
  tells: `must be ${most === 0 ? 0 : `≤ ${most}`}: ${tells}`,
  broken: value > most,
})

/** One line a figure. */
export const printed = (figures: Figure[]): string =>
  figures
    .map(
      ({ name, value, tells, broken }) =>
        `${broken ? 'BROKEN' : 'ok    '}  ${name.padEnd(16)}${String(value).padStart(7)}  ${tells}\n`,
    )
    .join('')
