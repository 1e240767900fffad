import { logout } from '../../lib/auth/logout'
import { deliverDue } from '../../lib/email/send/worker'
import { HOUR } from '../../lib/kernel/clock'
import { cleanUp } from '../../lib/monitor/clean-up'
import { readReport } from '../../lib/monitor/panel/read-report'
import { readReadiness } from '../../lib/monitor/ready'
import { findPeople } from '../../lib/operate/find'
import { peekSession, readSession } from '../../lib/session/read'
import { login } from './entries'
import { anOperator } from './operators'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD, type World } from './world'

/** Checks of one session at once: more than connections. */
const CHECKS = 120

/** Lets a person, an operator and the server itself do what they do with the database. @returns what they saw */
export async function walkMainFlow(world: World) {
  const { ctx } = world
  const { email, user } = await aVerifiedUser(world, freshEmail())
  const { session } = expectOk(await login(ctx, { email, password: PASSWORD }, aVisitor()))
  const checks = await Promise.all(Array.from({ length: CHECKS }, () => peekSession(ctx, session.jwt)))
  const passwordAt = (await readSession(ctx, session.jwt))?.passwordAt
  await logout(ctx, aVisitor({ jwt: session.jwt }))
  const operator = await anOperator(world)
  const { people } = await findPeople(ctx, { text: email })
  await world.monitor.round()
  const { users } = await readReport(ctx, '24h')
  await deliverDue(ctx)
  await cleanUp(ctx)
  const { parts } = await readReadiness(ctx, ctx.now())
  const isRead = (await peekSession(ctx, operator.jwt)) !== null
  ctx.now.advance(HOUR)
  return {
    refusedChecks: checks.filter((one) => one?.user.id !== user.id).length,
    signedInAt: passwordAt?.getTime(),
    isSignedOut: (await peekSession(ctx, session.jwt)) === null,
    found: people.map(({ createdAt }) => createdAt.getTime()),
    counted: users.figures.total.value,
    parts,
    operator: { isRead, isReadAfterItsLimit: (await peekSession(ctx, operator.jwt)) !== null },
  }
}

/** The same outcome everywhere. `now`: the world's clock before it. */
export const mainFlowAt = (now: Date) => ({
  refusedChecks: 0,
  signedInAt: now.getTime(),
  isSignedOut: true,
  found: [now.getTime()],
  counted: 2,
  parts: { database: 'ok', migrations: 'ok', worker: 'ok' },
  operator: { isRead: true, isReadAfterItsLimit: false },
})
