/**
 * One token of SQL. `word`: a keyword or a bare name, in lower case; `name`: a quoted name; `string`: a constant
 * (its text is not kept: nothing in it is SQL); `symbol`: one character of punctuation.
 */
export type Token = { kind: 'word' | 'name' | 'string' | 'symbol'; text: string; start: number; end: number }

/** A piece of text at the current place, and what it becomes; `undefined`: no token (space, comment). */
type Rule = { pattern: RegExp; token?: (match: RegExpExecArray) => Pick<Token, 'kind' | 'text'> }

const string = () => ({ kind: 'string' as const, text: '' })

/** PostgreSQL documentation, section 4.1. Order matters: the first rule that fits takes the text. */
const RULES: Rule[] = [
  { pattern: /[ \t\n\r\f\v]+/y },
  { pattern: /--[^\n\r]*/y },
  { pattern: /e'(?:[^'\\]|''|\\[\s\S])*'/iy, token: string },
  { pattern: /(?:[bxn]|u&)?'(?:[^']|'')*'/iy, token: string },
  { pattern: /\$([a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?\$\1\$/iy, token: string },
  {
    pattern: /"((?:[^"]|"")+)"/y,
    token: (match) => ({ kind: 'name', text: (match[1] ?? '').replaceAll('""', '"') }),
  },
  {
    pattern: /[a-z_\u0080-\uffff][\w$\u0080-\uffff]*/iy,
    token: ([text]) => ({ kind: 'word', text: text.toLowerCase() }),
  },
  { pattern: /\d[\w.]*/y, token: ([text]) => ({ kind: 'symbol', text }) },
  { pattern: /[\s\S]/y, token: ([text]) => ({ kind: 'symbol', text }) },
]

/** Block comments nest, which a regular expression cannot follow. An open one runs to the end. */
function endOfComment(sql: string, start: number): number {
  const mark = /\/\*|\*\//g
  mark.lastIndex = start
  let depth = 0
  for (let match = mark.exec(sql); match; match = mark.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return mark.lastIndex
  }
  return sql.length
}

function readToken(sql: string, start: number): { end: number; token?: Token } {
  for (const { pattern, token } of RULES) {
    pattern.lastIndex = start
    const match = pattern.exec(sql)
    if (!match) continue
    const end = pattern.lastIndex
    return { end, token: token && { ...token(match), start, end } }
  }
  return { end: sql.length }
}

/** Splits SQL into tokens; comments and space are dropped. */
export function tokens(sql: string): Token[] {
  const found: Token[] = []
  for (let at = 0; at < sql.length; ) {
    const comment = sql.startsWith('/*', at)
    const { end, token } = comment ? { end: endOfComment(sql, at) } : readToken(sql, at)
    if (token) found.push(token)
    at = end
  }
  return found
}

/** Splits a list of tokens at each `separator` that is outside parentheses. Empty parts are dropped. */
export function split(list: Token[], separator: ';' | ','): Token[][] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of list) {
    const symbol = token.kind === 'symbol' ? token.text : ''
    if (symbol === '(' || symbol === '[') depth++
    if (symbol === ')' || symbol === ']') depth--
    if (symbol === separator && depth <= 0) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts.filter((part) => part.length > 0)
}

/** The tokens outside parentheses. */
export function topLevel(list: Token[]): Token[] {
  let depth = 0
  return list.filter(({ kind, text }) => {
    if (kind === 'symbol' && text === ')') depth--
    const outside = depth === 0
    if (kind === 'symbol' && text === '(') depth++
    return outside
  })
}

/** Where the keywords `phrase` (words separated by spaces) stand next to each other in `list`; -1: nowhere. */
export function indexOfPhrase(list: Token[], phrase: string): number {
  const words = phrase.split(' ')
  return list.findIndex((_, at) => words.every((word, n) => isWord(list[at + n], word)))
}

export const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text === word

/** True when `list` begins with the keywords `phrase`. */
export const startsWith = (list: Token[], phrase: string): boolean =>
  phrase.split(' ').every((word, n) => isWord(list[n], word))
