import { createServer } from 'node:http'
import { receive } from './events.mjs'
import { PORT } from './settings.mjs'
import { personOf, TokenRefused } from './tokens.mjs'
import { countVisit } from './visits.mjs'

/** Events are far smaller. */
const MAX_BODY = 16 * 1024

const REFUSED = { 'www-authenticate': 'Bearer error="invalid_token"' }

const answer = (response, status, content, headers = {}) =>
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
    .end(JSON.stringify(content))

async function readBody(request) {
  const chunks = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > MAX_BODY) throw new Error('too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** `GET /me` with `Authorization: Bearer …`: who asks. */
async function me(request, response) {
  const [, token = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? []
  try {
    const { id, isVerified } = await personOf(token)
    answer(response, 200, { person: id, isVerified, visits: countVisit(id) })
  } catch (error) {
    if (error instanceof TokenRefused) return answer(response, 401, { error: 'invalid_token' }, REFUSED)
    // Not "signed out": nobody knows. The page tries again.
    answer(response, 503, { error: 'keys_unavailable' }, { 'retry-after': '5' })
  }
}

/** `POST /events`: what Huntaze Auth tells. */
async function events(request, response) {
  try {
    receive(await readBody(request), request.headers)
    response.writeHead(204).end()
  } catch {
    answer(response, 400, { error: 'not_taken' })
  }
}

const ROUTES = { 'GET /me': me, 'POST /events': events }

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://service.invalid')
  const route = ROUTES[`${request.method} ${pathname}`]
  return route ? route(request, response) : answer(response, 404, { error: 'not_found' })
})

server.listen(Number(PORT), '127.0.0.1', () => process.stdout.write(`listening on ${PORT}\n`))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close())
