import { createServer } from 'node:http'
import { Pool } from 'pg'

/**
 * The upper bound of a session check: `node:http`, one prepared SELECT and one JSON answer, without any protection.
 * Plain JavaScript, so that no loader adds to its memory.
 */
const STATEMENT = `select u.id, u.name, u.email, u.email_verified as "emailVerified"
  from sessions s join users u on u.id = s.user_id where s.id = $1 and s.expires_at > now()`

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 })

createServer(async (request, response) => {
  const sid = request.headers.cookie?.slice('sid='.length)
  const { rows } = await pool.query({ name: 'read_session', text: STATEMENT, values: [sid] })
  const body = JSON.stringify({ user: rows[0] })
  response.writeHead(rows.length === 1 ? 200 : 401, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
}).listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('listening\n'))
