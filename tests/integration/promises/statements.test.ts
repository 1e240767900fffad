import { Client } from 'pg'
import { expect, it, vi } from 'vitest'
import { register } from '../../../lib/auth/register'
import { peekSession } from '../../../lib/session/read'
import { login } from '../../support/entries'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

/** Statements that `work` sends to the database, `begin` and `commit` among them. */
async function statements(work: () => Promise<unknown>): Promise<number> {
  // The work before may have left some to do behind its answer.
  await world.ctx.background.settled()
  const sent = vi.spyOn(Client.prototype, 'query')
  await work()
  const count = sent.mock.calls.length
  sent.mockRestore()
  return count
}

const signIn = (email: Parameters<typeof login>[1]['email'], deviceMark: string | null) =>
  login(world.ctx, { email, password: PASSWORD, deviceMark }, aVisitor())

/** Each is a round trip that everybody waits for; a feature that needs one more has to find it elsewhere. */
it('a sign-in, a sign-up and a session check send few statements', async () => {
  const { email } = await aVerifiedUser(world, freshEmail())
  const { session, deviceMark } = expectOk(await signIn(email, null))
  expect(await statements(() => signIn(email, deviceMark))).toBe(2)
  const stranger = { name: 'Jean', email: freshEmail(), password: PASSWORD }
  expect(await statements(() => register(world.ctx, stranger, aVisitor()))).toBe(6)
  expect(await statements(() => peekSession(world.ctx, session.jwt))).toBe(1)
})

it('a sign-in from a new device, whose owner hears of it, takes a transaction', async () => {
  const { email } = await aVerifiedUser(world, freshEmail())
  await signIn(email, null)
  // Two before it; then begin, lock, limits, session, three for the notice, commit; at last the slips are forgiven.
  expect(await statements(() => signIn(email, null))).toBe(2 + 8 + 1)
})

it('a wrong password and an unknown address send two', async () => {
  const { email } = await aVerifiedUser(world, freshEmail())
  const wrong = (address: typeof email) => login(world.ctx, { email: address, password: 'wrong' }, aVisitor())
  expect(await statements(() => wrong(email))).toBe(2)
  expect(await statements(() => wrong(freshEmail()))).toBe(2)
  await world.ctx.background.settled()
})
