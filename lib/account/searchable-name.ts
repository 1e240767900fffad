import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'

const ACCENTED = 'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸàáâãäåçèéêëìíîïñòóôõöùúûüýÿ'
const PLAIN = 'AAAAAACEEEEIIIINOOOOOUUUUYYaaaaaaceeeeiiiinooooouuuuyy'

/** A name without accents and capitals, so that `helene` finds `Hélène` on servers of any locale. */
export const searchable = (text: SQLWrapper): SQL =>
  sql`lower(translate(${text}, ${sql.raw(`'${ACCENTED}', '${PLAIN}'`)}))`

/** The last word of a name, usually the family name. */
export const lastWord = (text: SQLWrapper): SQL => sql`substring(${text} from ${sql.raw("'[^ ]+$'")})`
