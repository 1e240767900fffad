import { createHash, createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto'

const key = createSecretKey(Buffer.from(process.env.AUTH_SECRET))
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const HEAD = encode({ alg: 'HS256' })
const sign = (content) => createHmac('sha256', key).update(content).digest()
const seconds = () => Math.floor(Date.now() / 1000)

/** A JWT (HS256) that names a new session, valid for `lifetime` seconds. */
export function signToken(lifetime) {
  const sid = randomBytes(16).toString('base64url')
  const content = `${HEAD}.${encode({ sid, exp: seconds() + lifetime })}`
  return { sid, token: `${content}.${sign(content).toString('base64url')}` }
}

/** @returns the claims of a token of ours that has not expired */
export function readToken(token) {
  const end = token.lastIndexOf('.')
  const content = token.slice(0, end)
  const [head, payload] = content.split('.')
  const given = Buffer.from(token.slice(end + 1), 'base64url')
  if (head !== HEAD || given.length !== 32 || !timingSafeEqual(given, sign(content))) return undefined
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return claims.exp > seconds() ? claims : undefined
}

export const tokenHash = (token) => createHash('sha256').update(token).digest()
