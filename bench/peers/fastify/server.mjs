import { hash, verify } from '@node-rs/bcrypt'
import Fastify from 'fastify'
import { Pool } from 'pg'
import { CREATE, FIND_ACCOUNT, OPEN_SESSION, READ_SESSION, SIGN_UP } from './statements.mjs'
import { readToken, signToken, tokenHash } from './token.mjs'
import { limited } from './two-at-a-time.mjs'

/** Three endpoints of the contract by hand: no rate limit, no outbox, no events, no log. */
const COST = Number(process.env.BCRYPT_COST)
const LIFETIME = 7 * 24 * 60 * 60
/** Compared where no account has the address, so that a refusal always takes one hash. */
const NOBODYS = await hash('a password that nobody has', COST)

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
await pool.query(CREATE)

const text = (maxLength) => ({ type: 'string', minLength: 1, maxLength })
const body = (properties) => ({
  schema: { body: { type: 'object', required: Object.keys(properties), properties } },
})
const credentials = { email: text(254), password: text(72) }

const user = ({ id, name, email, email_verified }) => ({ id, name, email, emailVerified: email_verified })
const query = async (name, statement, values) => (await pool.query({ name, text: statement, values })).rows[0]

function newSession() {
  const { token, sid } = signToken(LIFETIME)
  const cookie = `auth-token=${token}; Path=/; Max-Age=${LIFETIME}; HttpOnly; SameSite=Lax`
  return { values: [sid, tokenHash(token), LIFETIME], cookie }
}

const fastify = Fastify()

fastify.post('/api/auth/register', body({ name: text(100), ...credentials }), async (request, reply) => {
  const { name, email, password } = request.body
  const passwordHash = await limited(() => hash(password, COST))
  const { values, cookie } = newSession()
  const account = await query('sign_up', SIGN_UP, [name, email.toLowerCase(), passwordHash, ...values])
  if (!account) return reply.code(409).send({ error: 'email_taken' })
  return reply
    .code(201)
    .header('set-cookie', cookie)
    .send({ user: user(account) })
})

fastify.post('/api/auth/login', body(credentials), async (request, reply) => {
  const { email, password } = request.body
  const account = await query('find_account', FIND_ACCOUNT, [email.toLowerCase()])
  const right = await limited(() => verify(password, account?.password_hash ?? NOBODYS))
  if (!account || !right) return reply.code(401).send({ error: 'invalid_credentials' })
  const { values, cookie } = newSession()
  await query('open_session', OPEN_SESSION, [account.id, ...values])
  return reply.header('set-cookie', cookie).send({ user: user(account) })
})

fastify.get('/api/auth/me', async (request, reply) => {
  const token = /(?:^|; )auth-token=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
  const claims = token && readToken(token)
  const account = claims && (await query('read_session', READ_SESSION, [claims.sid, tokenHash(token)]))
  return account ? { user: user(account) } : reply.code(401).send({ error: 'unauthenticated' })
})

await fastify.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
process.stdout.write('listening\n')
