import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { API_DOCUMENTS } from '../../app/api/documents'
import { openApi } from '../../openapi/document'
import { markdown } from '../../openapi/markdown/markdown'
import { root } from '../environment'

/** Writes the API's document for programs and for people from the documents beside the routes. */
const document = openApi(API_DOCUMENTS)
writeFileSync(path.join(root, 'docs', 'openapi.json'), `${JSON.stringify(document, null, 2)}\n`)
writeFileSync(path.join(root, 'docs', 'API.md'), markdown(document))
