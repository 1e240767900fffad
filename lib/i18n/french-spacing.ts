const NO_BREAK_SPACE = '\u00a0'

const space = (text: string): string =>
  text.replace(/ (?=[!?:;»%])/g, NO_BREAK_SPACE).replace(/« /g, `«${NO_BREAK_SPACE}`)

/**
 * Replaces the spaces before `! ? : ; » %` and after `«` in French texts by no-break spaces, so that the dictionaries
 * can be written and searched with plain ones. Walks nested records; keys stay as they are.
 */
export function frenchSpacing<Texts extends object>(texts: Texts): Texts {
  const entries = Object.entries(texts).map(([key, text]) => [
    key,
    typeof text === 'string' ? space(text) : frenchSpacing(text),
  ])
  return Object.fromEntries(entries)
}
