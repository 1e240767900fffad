import { type Contender, type Measured, programHere } from './measured'
import { startProgram } from './process'

/** The `sid` of the session's JWT among the cookies. */
function sidOf(cookie = ''): string {
  const [, payload = ''] = /auth-token=[^.]*\.([^.]*)/.exec(cookie) ?? []
  return JSON.parse(Buffer.from(payload, 'base64url').toString()).sid
}

/** The hand-written server on the database of `ours`, reading the same session. */
export async function startLimitServer(ours: Contender): Promise<Measured> {
  const { database, check } = ours
  const server = await startProgram({
    file: programHere('./limit-server.mjs'),
    env: { DATABASE_URL: database },
  })
  const cookie = `sid=${sidOf(check.request.cookie)}`
  return {
    ...server,
    name: 'limit',
    database,
    check: { request: { method: 'GET', path: '/', cookie }, status: 200 },
  }
}
