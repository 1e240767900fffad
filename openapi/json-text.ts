/** Longest line of an example, in characters. */
const WIDTH = 100

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null

/** On one line, with spaces inside of braces. */
function flat(value: unknown): string {
  if (!isBranch(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(flat).join(', ')}]`
  const pairs = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}: ${flat(inner)}`)
  return pairs.length > 0 ? `{ ${pairs.join(', ')} }` : '{}'
}

/** JSON for people: a value that fits on one line stays on it. */
export function jsonText(value: unknown, indent = ''): string {
  const line = flat(value)
  if (!isBranch(value) || indent.length + line.length <= WIDTH) return line
  const deeper = `${indent}  `
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const inner = Object.entries(value).map(([name, one]) => {
    const start = Array.isArray(value) ? '' : `${JSON.stringify(name)}: `
    return `${deeper}${start}${jsonText(one, deeper)}`
  })
  return `${open}\n${inner.join(',\n')}\n${indent}${close}`
}
