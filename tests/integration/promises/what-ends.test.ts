import { describe, expect, it } from 'vitest'
import { findAccount } from '../../../lib/account/find'
import { changePassword } from '../../../lib/auth/account/change-password'
import { deleteOwnAccount } from '../../../lib/auth/account/delete-account'
import { confirmEmailChange } from '../../../lib/auth/email-change/confirm'
import { undoEmailChange } from '../../../lib/auth/email-change/undo'
import { notMe } from '../../../lib/auth/not-me'
import { resetPassword } from '../../../lib/auth/reset-password'
import { findLink } from '../../../lib/link/find'
import { mintLink } from '../../../lib/link/mint'
import { LINK_PURPOSE_NAMES, type LinkPurpose } from '../../../lib/link/purposes'
import { perform } from '../../../lib/operate/perform'
import { isKnownDevice } from '../../../lib/session/device/mark'
import { type ActiveSession, readSession } from '../../../lib/session/read'
import { signIn } from '../../support/acts'
import { headUnder, rowsUnder } from '../../support/documents'
import { anOperator } from '../../support/operators'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD, type TestUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })
const NEW_PASSWORD = 'une tout autre phrase de passe'

/** An account with two sessions, a marked browser, and a link of every purpose in time. */
type Before = {
  person: TestUser
  own: ActiveSession
  jwts: { own: string; other: string }
  deviceMark: string
  tokens: Record<LinkPurpose, string>
  /** "This was not me" about the other session. */
  notMeOfOther: string
}

async function before(): Promise<Before> {
  const { ctx } = world
  const person = await aVerifiedUser(world, freshEmail())
  const { session: other, deviceMark } = expectOk(await signIn(world, person.email))
  const own = await readSession(ctx, person.jwt)
  if (!own) throw new Error('no session')
  const { id } = person.user
  const tokens = {} as Record<LinkPurpose, string>
  for (const purpose of LINK_PURPOSE_NAMES) {
    const isElsewhere = purpose === 'change_email' || purpose === 'undo_email_change'
    const email = isElsewhere ? freshEmail() : person.email
    tokens[purpose] = (await mintLink(ctx, purpose, { id, email })).token
  }
  const ofOther = await mintLink(ctx, 'not_me', { id, email: person.email, session: other.handle })
  const jwts = { own: person.jwt, other: other.jwt }
  return { person, own, jwts, deviceMark, tokens, notMeOfOther: ofOther.token }
}

type Effect = { jwt?: string }

/** Events of docs/security.md. Each answers with the JWT under which the acting session goes on, if it does. */
const EVENTS: Record<string, (given: Before) => Promise<Effect>> = {
  async reset({ tokens }) {
    const chosen = { token: tokens.reset_password, password: NEW_PASSWORD }
    expectOk(await resetPassword(world.ctx, chosen, aVisitor()))
    return {}
  },
  async 'password change'({ own }) {
    const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD, deviceMark: null }
    return expectOk(await changePassword(world.ctx, own, change, aVisitor())).session
  },
  async 'address change'({ own, tokens }) {
    return expectOk(await confirmEmailChange(world.ctx, tokens.change_email, own, aVisitor())).session
  },
  async undo({ tokens }) {
    expectOk(await undoEmailChange(world.ctx, tokens.undo_email_change, aVisitor()))
    return {}
  },
  async '"not me" about a session'({ notMeOfOther, jwts }) {
    expectOk(await notMe(world.ctx, notMeOfOther, aVisitor()))
    return { jwt: jwts.own }
  },
  async '"not me" about the account'({ tokens }) {
    expectOk(await notMe(world.ctx, tokens.not_me, aVisitor()))
    return {}
  },
  async disable({ person }) {
    const operator = await anOperator(world)
    expectOk(await perform(world.ctx, operator.actor, { act: 'disable', userId: person.user.id }))
    return {}
  },
  async deletion({ person, own, tokens }) {
    // While an address can be given back, nobody deletes the account.
    expectOk(await undoEmailChange(world.ctx, tokens.undo_email_change, aVisitor()))
    const { rows } = await world.pool.query('select email from users where id = $1', [person.user.id])
    const [{ email }] = rows
    const { session } = expectOk(await signIn(world, email))
    const active = (await readSession(world.ctx, session.jwt)) ?? own
    expectOk(await deleteOwnAccount(world.ctx, active, email, aVisitor()))
    return {}
  },
}

const isOpen = async (jwt: string | undefined): Promise<boolean> =>
  jwt !== undefined && (await readSession(world.ctx, jwt)) !== null

const isGood = async (purpose: LinkPurpose, token: string): Promise<boolean> =>
  (await findLink(world.ctx, purpose, token)).state === 'valid'

/** Columns of docs/security.md: whether the thing outlives the event. */
const CELLS: Record<string, (given: Before, effect: Effect) => Promise<boolean>> = {
  'own session': (_, { jwt }) => isOpen(jwt),
  'other sessions': ({ jwts }) => isOpen(jwts.other),
  ...Object.fromEntries(
    LINK_PURPOSE_NAMES.map((purpose) => [
      `\`${purpose}\``,
      ({ tokens }: Before) => isGood(purpose, tokens[purpose]),
    ]),
  ),
  async 'device marks'({ person, deviceMark }) {
    const account = await findAccount(world.ctx, person.user.id)
    return isKnownDevice(world.ctx.env, account, deviceMark)
  },
}

const head = headUnder('docs/security.md', 'What ends with what')
const rows = rowsUnder('docs/security.md', 'What ends with what')

// ASVS 7.4.2, 7.4.3, 6.5.1
describe('docs/security.md says what ends with', () => {
  it.each(rows.map((row) => [row[0] ?? '', row.slice(1)] as const))('%s', async (event, cells) => {
    const happen = EVENTS[event]
    if (!happen) throw new Error('an event without a test')
    const given = await before()
    for (const [column, outlives] of Object.entries(CELLS))
      expect([column, await outlives(given, { jwt: given.jwts.own })]).toEqual([column, true])
    const effect = await happen(given)
    const seen: Record<string, string> = {}
    for (const [column, outlives] of Object.entries(CELLS))
      seen[column] = (await outlives(given, effect)) ? 'stays' : 'ends'
    const told = Object.fromEntries(
      head.slice(1).map((column, index) => [column, cells[index]?.split(' ')[0]]),
    )
    expect(seen).toEqual(told)
  })

  it('every event and every kind of link', () => {
    expect(rows.map(([event]) => event)).toEqual(Object.keys(EVENTS))
    expect(head.slice(1)).toEqual(Object.keys(CELLS))
  })
})
