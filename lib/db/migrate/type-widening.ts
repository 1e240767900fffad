const ALIASES: Record<string, string> = {
  int2: 'smallint',
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  decimal: 'numeric',
  varchar: 'character varying',
}

/** Every value of the type on the left is a value of those on the right, and reads back the same. */
const WIDER: Record<string, string[]> = {
  smallint: ['integer', 'bigint', 'numeric'],
  integer: ['bigint', 'numeric'],
  bigint: ['numeric'],
  real: ['double precision'],
  'character varying': ['text'],
}

/** A type's canonical name and its length or precision: `VARCHAR (20)` is `character varying` with [20]. */
function parse(type: string): { name: string; sizes: number[] } {
  const [, name = '', sizes = ''] = /^([^(]*)(?:\(([^)]*)\))?$/.exec(type.trim().toLowerCase()) ?? []
  const plain = name.trim().replaceAll(/\s+/g, ' ')
  return { name: ALIASES[plain] ?? plain, sizes: sizes === '' ? [] : sizes.split(',').map(Number) }
}

/** True when a column of type `from` may become `to` without losing a value. Unknown pairs are false. */
export function widens(from: string, to: string): boolean {
  const [before, after] = [parse(from), parse(to)]
  if (before.name !== after.name)
    return after.sizes.length === 0 && !!WIDER[before.name]?.includes(after.name)
  if (before.sizes.join() === after.sizes.join()) return true
  const [length = 0] = before.sizes
  const [newLength = Number.POSITIVE_INFINITY] = after.sizes
  return before.name === 'character varying' && before.sizes.length === 1 && newLength >= length
}
