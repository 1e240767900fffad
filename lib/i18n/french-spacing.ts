const NO_BREAK_SPACE = '\u00a0'

const space = (text: string): string =>
  text.replace(/ (?=[!?:;»%])/g, NO_BREAK_SPACE).replace(/« /g, `«${NO_BREAK_SPACE}`)

/**
 * French sentences with the no-break spaces that French typography wants before `! ? : ; » %` and after `«`, so that
 * the dictionaries can be written, and searched, with the space bar. Walks nested records; leaves the keys alone.
 */
export function frenchSpacing<Texts extends object>(texts: Texts): Texts {
  const entries = Object.entries(texts).map(([key, text]) => [
    key,
    typeof text === 'string' ? space(text) : frenchSpacing(text),
  ])
  return Object.fromEntries(entries)
}
