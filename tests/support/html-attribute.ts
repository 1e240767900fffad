const ENTITIES: Record<string, string> = {
  '&quot;': '"',
  '&#x27;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
}

/** The value of an attribute of a start tag, as a browser reads it; undefined where the tag has none. */
export const htmlAttribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`)
    .exec(tag)?.[1]
    ?.replace(/&[^;]+;/g, (entity) => ENTITIES[entity] ?? entity)
