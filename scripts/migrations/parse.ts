import { loadModule, type Node, parseSync, type RawStmt, scanSync } from 'libpg-query'

/** One statement of a migration as PostgreSQL parses it. `start`, `end`: the place of its text in the SQL. */
export type Statement = { node: Node; text: string; start: number; end: number }

/** A kind of node: the only key of the node's object. */
export type Kind = Node extends infer N ? (N extends unknown ? keyof N : never) : never

/** The fields of a node of kind `K`. */
export type Body<K extends Kind> = Extract<Node, Record<K, unknown>>[K]

await loadModule()

/** The text before byte `length`: the parser counts bytes of UTF-8. */
const textBefore = (sql: Buffer, length: number): string => sql.subarray(0, length).toString()

function locate(sql: Buffer, { stmt, stmt_location: first = 0, stmt_len: length = 0 }: RawStmt): Statement[] {
  if (!stmt) return []
  const text = sql
    .subarray(first, first + length)
    .toString()
    .trimEnd()
  const start = textBefore(sql, first).length
  return [{ node: stmt, text, start, end: start + text.length }]
}

/**
 * Reads SQL with PostgreSQL's own parser.
 * @throws SqlError where PostgreSQL would refuse the text
 */
export function parse(sql: string): Statement[] {
  // The parser refuses an empty text, and gives no length for a last statement without its semicolon.
  const text = `${sql}\n;`
  const bytes = Buffer.from(text)
  return (parseSync(text).stmts ?? []).flatMap((statement) => locate(bytes, statement))
}

/** The fields of `node` if it is of the kind `kind`. */
export const bodyOf = <K extends Kind>(kind: K, node: Node | undefined): Body<K> | undefined =>
  (node as Partial<Record<K, Body<K>>> | undefined)?.[kind]

/** The kind of `node`, and its fields. */
export function open(node: Node): [Kind, unknown] {
  const [entry] = Object.entries(node)
  if (!entry) throw new Error('the parser returned a node without a kind')
  return entry as [Kind, unknown]
}

/** Every key of the tree `value` with its value: kinds of nodes (`DeleteStmt`) and their fields (`keys`). */
export function* entriesIn(value: unknown): Generator<[string, unknown]> {
  if (typeof value !== 'object' || value === null) return
  for (const entry of Object.entries(value)) {
    yield entry
    yield* entriesIn(entry[1])
  }
}

/** The texts of the string nodes among `nodes`, as in a list of names. */
export const stringsOf = (nodes: Node[] = []): string[] =>
  nodes.flatMap((node) => bodyOf('String', node)?.sval ?? [])

/** True when the keywords `phrase` (lower case) stand next to each other in `text`; names and strings do not count. */
export function hasKeywords(text: string, phrase: string): boolean {
  const words = scanSync(text).tokens.map((token) => (token.keywordKind > 0 ? token.text.toLowerCase() : '?'))
  return ` ${words.join(' ')} `.includes(` ${phrase} `)
}
