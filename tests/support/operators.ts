import type { Actor } from '../../lib/operate/authorize'
import { grantOperator } from '../../lib/operate/roles'
import { login } from './entries'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD, type TestUser, type World } from './world'

export type TestOperator = TestUser & { actor: Actor }

/** A verified person who was made an operator and has signed in since. */
export async function anOperator(world: World): Promise<TestOperator> {
  const person = await aVerifiedUser(world, freshEmail())
  const granted = await grantOperator(world.ctx, person.email)
  if (granted !== 'granted') throw new Error(`not granted: ${granted}`)
  const input = { email: person.email, password: PASSWORD }
  const { session } = expectOk(await login(world.ctx, input, aVisitor()))
  const actor = { id: person.user.id, sessionId: session.id, handle: session.handle, visitor: aVisitor() }
  return { ...person, jwt: session.jwt, actor }
}

/** The recorded events of an account, oldest first, as `type`, or `type by id` where another person did it. */
export async function eventsOf(world: World, userId: number): Promise<string[]> {
  const { rows } = await world.pool.query(
    'select type, actor_id from events where user_id = $1 order by id',
    [userId],
  )
  return rows.map(({ type, actor_id: actorId }) =>
    actorId === null ? `${type} by command` : Number(actorId) === userId ? type : `${type} by ${actorId}`,
  )
}
