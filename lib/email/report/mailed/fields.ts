/** Fields of one recipient, or of the report as a whole; names in lower case. */
export type Fields = ReadonlyMap<string, string>

/** Groups read: a message of ours has one recipient, which a list at its server may turn into several. */
const MOST_GROUPS = 20

/** Characters read of a field. */
const LONGEST = 4_000

const FIELD = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/s

function fieldsOf(group: string): Fields {
  const lines = group.replace(/\n[ \t]+/g, ' ').split('\n')
  const fields = new Map<string, string>()
  for (const line of lines) {
    const [, name = '', value = ''] = FIELD.exec(line.slice(0, LONGEST)) ?? []
    // The first one counts, should a name come twice.
    if (name && !fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value.trim())
  }
  return fields
}

/** The groups of fields of a `message/delivery-status` or `message/feedback-report` part (RFC 3464, section 2.1; RFC 5965). */
export const groupsOf = (body: string): Fields[] =>
  body
    .replaceAll('\r', '')
    .split(/\n(?:[ \t]*\n)+/)
    .map(fieldsOf)
    .filter(({ size }) => size > 0)
    .slice(0, MOST_GROUPS)

/** A field's value without comments (RFC 5322, section 3.2.2), in lower case: `relayed (to non-DSN-aware mailer)`. */
export const bareValue = (fields: Fields, name: string): string =>
  (fields.get(name) ?? '')
    .replace(/\([^()]*\)/g, '')
    .trim()
    .toLowerCase()

/** The value of a field that names its type first (RFC 3464, section 2.1.2): `rfc822; jean@example.com`. */
export const typedValue = (fields: Fields, name: string): { type: string; value: string } => {
  const [type = '', ...rest] = (fields.get(name) ?? '').split(';')
  return { type: type.trim().toLowerCase(), value: rest.join(';').trim() }
}
