import { createHmac } from 'node:crypto'
import { login } from '../../lib/auth/login'
import { confirmTotpSetup } from '../../lib/auth/totp/confirm'
import { startTotpSetup } from '../../lib/auth/totp/start'
import { type ActiveSession, readSession } from '../../lib/session/read'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD, type TestUser, type World } from './world'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((sign) => BASE32.indexOf(sign).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** The code of an app at a moment, by RFC 6238 and RFC 4226 alone. `step`: 30-second steps from that moment. */
export function codeAt(secret: string, now: Date, step = 0): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now.getTime() / 30_000) + step))
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** A code that the app does not show within a minute of now. */
export function wrongCode(secret: string, now: Date): string {
  const good = [-2, -1, 0, 1, 2].map((step) => codeAt(secret, now, step))
  return (
    ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !good.includes(code)) ?? ''
  )
}

export async function sessionOf(world: World, jwt: string): Promise<ActiveSession> {
  const session = await readSession(world.ctx, jwt)
  if (!session) throw new Error('the session is over')
  return session
}

export type Protected = TestUser & { secret: string; recoveryCodes: string[] }

/** Turns an authenticator app on for somebody who is signed in. The clock goes on, so that the first code is not used twice. */
export async function protect(world: World, person: TestUser): Promise<Protected> {
  const { ctx } = world
  const { secret } = expectOk(await startTotpSetup(ctx, await sessionOf(world, person.jwt)))
  const given = { session: await sessionOf(world, person.jwt), code: codeAt(secret, ctx.now()) }
  const { recoveryCodes, session } = expectOk(await confirmTotpSetup(ctx, given, aVisitor()))
  ctx.now.advance(60_000)
  return { ...person, jwt: session.jwt, secret, recoveryCodes }
}

/** A verified person with an authenticator app. */
export const aProtectedUser = async (world: World): Promise<Protected> =>
  protect(world, await aVerifiedUser(world, freshEmail()))

/** Gives the right password, and returns the token of the step that is asked. */
export async function firstStep(world: World, { email }: TestUser, password = PASSWORD): Promise<string> {
  const entry = expectOk(await login(world.ctx, { email, password }, aVisitor()))
  if (!entry.step) throw new Error('no second step was asked')
  return entry.step.token
}
