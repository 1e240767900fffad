/** The named text fields of a form; one that is missing, or is a file, reads as empty. */
export function readFields<Name extends string>(
  data: FormData,
  names: readonly Name[],
): Record<Name, string> {
  const fields = names.map((name) => {
    const value = data.get(name)
    return [name, typeof value === 'string' ? value : '']
  })
  return Object.fromEntries(fields)
}
