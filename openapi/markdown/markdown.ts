import { errorSentence, fieldSentence } from '../../lib/i18n/texts/errors'
import { ERRORS, type ErrorCode, FIELD_CODES, publicCode } from '../../lib/kernel/errors'
import type { OpenApi } from '../document'
import { jsonText } from '../json-text'
import { operationMarkdown } from './operation'
import { fence, properties, table } from './schema'

const HEAD = `# The API

Generated from \`docs/openapi.json\` by \`npm run docs:api\`: change the documents beside the routes instead. The same document is
served at \`GET /api/openapi.json\`. How pages, handlers and other services ask who is signed in:
[USING_THE_SESSION.md](USING_THE_SESSION.md).

The commands below need these variables; \`SESSION\` is the value of the session cookie.`

const SETTING = fence('sh', "APP_URL='http://localhost:3000'\nSESSION='…'")

const codes = Object.keys(ERRORS) as ErrorCode[]

const errorTable = table(
  ['code', 'status', 'title', 'French', 'English'],
  codes.map((code) => [
    `\`${publicCode(code)}\``,
    String(ERRORS[code].status),
    ERRORS[code].title,
    errorSentence('fr', code),
    errorSentence('en', code),
  ]),
)

const fieldTable = table(
  ['code', 'French', 'English'],
  FIELD_CODES.map((code) => [`\`${code}\``, fieldSentence('fr', code), fieldSentence('en', code)]),
)

const chapter = ({ paths }: OpenApi, name: string): string =>
  Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { tags }]) => tags.includes(name))
        .map(([method, operation]) => operationMarkdown(method, path, operation)),
    )
    .join('\n\n')

/** Schemas that answers refer to by name. */
const named = ({ components }: OpenApi): string[] =>
  Object.entries(components.schemas).flatMap(([name, schema]) => [
    `### ${name}`,
    String(schema.description),
    properties(schema),
  ])

/** The document as Markdown, for people. */
export function markdown(document: OpenApi): string {
  return `${[
    HEAD,
    SETTING,
    '## Common rules',
    document.info.description,
    fence('json', jsonText(document.components.examples.email_taken?.value)),
    ...document.tags.flatMap(({ name, description }) => [`## ${name}`, description, chapter(document, name)]),
    '## Schemas',
    ...named(document),
    '## Refusals',
    errorTable,
    '## Field errors',
    '`errors` of `invalid_input`, `email_taken` and `address_suppressed`.',
    fieldTable,
  ].join('\n\n')}\n`
}
