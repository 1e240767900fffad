import { fields } from './fields'

type Variables = Record<string, string | undefined>

/** A line of a `.env` file as dotenv reads it: a name, and a value in three kinds of quotes or none. */
const LINE =
  /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?/gm

/** A part that dotenv-expand replaces: `$NAME` and `${NAME}`, also between quotes, unless a backslash stands before it. */
const REFERENCE = /(?<!\\)\$\{?(\w+)(:-)?/g

/**
 * Says which values lost a part when Next.js read the `.env` files, because a `$` in them reads like the name of a
 * variable that does not exist: a password is cut silently. Next.js does the same to a variable of the process that a file
 * names too.
 * @param before the variables of the process, before the files were read
 * @returns a sentence for each, which quotes nothing
 */
export function dollarFaults(
  files: readonly { path: string; contents: string }[],
  before: Variables,
): string[] {
  const raw: Variables = {}
  const places: Variables = {}
  // The first file that names a variable wins.
  for (const { path, contents } of files)
    for (const [, name = '', value = ''] of contents.matchAll(LINE)) {
      places[name] ??= before[name] === undefined ? path : 'the environment'
      raw[name] ??= before[name] ?? value
    }
  const isCut = (name: string) =>
    [...(raw[name] ?? '').matchAll(REFERENCE)].some(
      ([, other = '', fallback]) => !fallback && !before[other] && !raw[other],
    )
  return Object.keys(raw)
    .filter((name) => name in fields && isCut(name))
    .map(
      (name) =>
        `${name} in ${places[name]} holds a \`$\` that was read as the name of a variable: write \`\\$\``,
    )
}
