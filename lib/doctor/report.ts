import type { Finding, Level } from './check'

const SYMBOL: Record<Level, string> = { green: '✔', yellow: '▲', red: '✖' }
const ANSI: Record<Level, number> = { green: 32, yellow: 33, red: 31 }

const NAME_WIDTH = 22

/** Characters that could move a terminal's cursor: findings quote name servers and services. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** A finding in one line, its fix on the next. Colours only repeat the words. */
export function formatFinding(name: string, { level, text, fix }: Finding, coloured: boolean): string {
  const word = `${SYMBOL[level]} ${level.padEnd(6)}`
  const label = coloured ? `\u001b[${ANSI[level]}m${word}\u001b[0m` : word
  const line = `${label}  ${name.padEnd(NAME_WIDTH)}  ${text.replace(UNSAFE, '�')}`
  return fix ? `${line}\n          fix: ${fix.replace(UNSAFE, '�')}` : line
}

/** The number of findings of each level, in one line. */
export function formatTotal(levels: Level[]): string {
  const count = (level: Level) => `${levels.filter((one) => one === level).length} ${level}`
  return `${count('green')}, ${count('yellow')}, ${count('red')}`
}

/** True for a terminal, unless NO_COLOR is set (https://no-color.org). */
export const wantsColour = (isTerminal: boolean | undefined, noColor: string | undefined): boolean =>
  isTerminal === true && (noColor ?? '') === ''
