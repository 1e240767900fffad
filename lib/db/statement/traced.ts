import { tracedPart } from '../../kernel/trace/trace'

type Named = { text: string; name?: string }

const OPERATION = /^\W*(\w+)/
const TABLE = /\b(?:from|into|update)\s+(?:only\s+)?(?:"\w+"\.)?"(\w+)"/i

/** A statement in a few words: its name where it has one, else its first word and first table. Never its text or its values. */
function summaryOf({ text, name }: Named, operation: string): string {
  if (name !== undefined) return name
  const [, table] = TABLE.exec(text) ?? []
  return table === undefined ? operation : `${operation} ${table}`
}

/** Runs a statement within a span, where it is a part of a request or of another work that is traced. */
export const tracedStatement = <T>(statement: Named, run: () => Promise<T>): Promise<T> =>
  tracedPart(() => {
    const operation = (OPERATION.exec(statement.text)?.[1] ?? 'STATEMENT').toUpperCase()
    const summary = summaryOf(statement, operation)
    return {
      name: summary,
      kind: 'CLIENT',
      attributes: {
        'db.system.name': 'postgresql',
        'db.operation.name': operation,
        'db.query.summary': summary,
      },
    }
  }, run)
