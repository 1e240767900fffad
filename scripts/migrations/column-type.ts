import type { TypeName } from 'libpg-query'
import { bodyOf, entriesIn, parse, stringsOf } from './parse'

/** A type by PostgreSQL's internal name, with its length or precision: `VARCHAR (20)` is `varchar` with [20]. */
type ColumnType = { name: string; sizes: (number | undefined)[] }

/** Wider types by type: each contains every value of the narrower one unchanged. */
const WIDER: Record<string, string[]> = {
  int2: ['int4', 'int8', 'numeric'],
  int4: ['int8', 'numeric'],
  int8: ['numeric'],
  float4: ['float8'],
  varchar: ['text'],
}

/** Reads a type from a node. A size that is no whole number is undefined. */
export function readType({ names, typmods = [], arrayBounds = [] }: TypeName): ColumnType {
  const name = stringsOf(names).filter((part, at) => at > 0 || part !== 'pg_catalog')
  const sizes = typmods.map((size) => {
    const whole = bodyOf('A_Const', size)?.ival
    return whole && (whole.ival ?? 0)
  })
  return { name: name.join('.') + '[]'.repeat(arrayBounds.length), sizes }
}

/** Parses a type as SQL writes it. */
export function parseType(type: string): ColumnType {
  const [statement] = parse(`select null::${type}`)
  const cast = [...entriesIn(statement?.node)].find(([key]) => key === 'typeName')
  return readType(cast?.[1] as TypeName)
}

export const writeType = ({ name, sizes }: ColumnType): string =>
  sizes.length === 0 ? name : `${name}(${sizes.join()})`

/** True when a column of type `before` may become `after` without losing a value. Unknown pairs are false. */
export function widens(before: ColumnType, after: ColumnType): boolean {
  if ([...before.sizes, ...after.sizes].includes(undefined)) return false
  if (before.name !== after.name)
    return after.sizes.length === 0 && !!WIDER[before.name]?.includes(after.name)
  if (before.sizes.join() === after.sizes.join()) return true
  const [length = 0] = before.sizes
  const [newLength = Number.POSITIVE_INFINITY] = after.sizes
  return before.name === 'varchar' && before.sizes.length === 1 && newLength >= length
}
