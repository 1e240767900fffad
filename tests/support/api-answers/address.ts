import type { ApiPath } from '../../../app/api/routes'
import { recipientHash, suppress } from '../../../lib/email/report/suppression'
import { DAY } from '../../../lib/kernel/clock'
import { mintLink } from '../../../lib/link/mint'
import type { LinkPurpose } from '../../../lib/link/purposes'
import { call } from '../api'
import { askFor, changeAddress } from '../email-changes'
import { newestMessage } from '../messages'
import { aRegisteredUser, aVerifiedUser, freshEmail, type TestUser, type World } from '../world'

type Init = NonNullable<Parameters<typeof call>[2]>
type Answers = Record<string, () => Promise<Response>>

const UNKNOWN = '0'.repeat(64)

const as = ({ jwt }: Pick<TestUser, 'jwt'>): Init => ({ headers: { cookie: `auth-token=${jwt}` } })
const person = (world: World) => aVerifiedUser(world, freshEmail())

/** A link of an account, without its mail. */
async function linkOf(world: World, purpose: LinkPurpose): Promise<{ token: string; owner: TestUser }> {
  const owner = await person(world)
  const { token } = await mintLink(world.ctx, purpose, owner.user)
  return { token, owner }
}

async function pending(world: World): Promise<{ token: string; owner: TestUser; wanted: string }> {
  const owner = await person(world)
  const wanted = freshEmail()
  return { token: await askFor(world, owner.jwt, wanted), owner, wanted }
}

/** Requests that the routes of an address and of "this was not me" take. */
export const ADDRESS_REQUESTS: Record<string, (scene: { world: World }) => Promise<Init>> = {
  'POST /api/account/email': async ({ world }) => ({
    ...as(await person(world)),
    json: { email: freshEmail() },
  }),
  'DELETE /api/account/email': async ({ world }) => as((await pending(world)).owner),
  'POST /api/account/email/confirm': async ({ world }) => {
    const { owner, token } = await pending(world)
    return { ...as(owner), json: { token } }
  },
  'POST /api/auth/undo-email-change': async ({ world }) => ({
    json: { token: (await changeAddress(world, await person(world))).undo },
  }),
  'POST /api/auth/not-me': async ({ world }) => ({ json: { token: (await linkOf(world, 'not_me')).token } }),
}

/** How each state of a link is met, at a route that needs no session. */
function linkAnswers(
  world: World,
  path: ApiPath,
  purpose: LinkPurpose,
  twice: (ask: () => Promise<Response>) => Promise<Response>,
): Answers {
  const send = (token: string) => call('POST', path, { json: { token } })
  return {
    [`POST ${path} 400 invalid_token`]: () => send(UNKNOWN),
    [`POST ${path} 400 token_used`]: async () => {
      const { token } = await linkOf(world, purpose)
      await send(token)
      return send(token)
    },
    [`POST ${path} 400 token_expired`]: async () => {
      const { token } = await linkOf(world, purpose)
      world.ctx.now.advance(7 * DAY)
      return send(token)
    },
    [`POST ${path} 403 account_disabled`]: async () => {
      const { token, owner } = await linkOf(world, purpose)
      await world.pool.query('update users set disabled_at = now() where id = $1', [owner.user.id])
      return send(token)
    },
    [`POST ${path} 429 rate_limited`]: () => twice(() => send(UNKNOWN)),
  }
}

/** How their other answers are met. `twice`: the same once more, where one is the limit. */
export function addressAnswers(
  world: World,
  twice: (ask: () => Promise<Response>) => Promise<Response>,
): Answers {
  const ask = (asker: Pick<TestUser, 'jwt'>, email: string) =>
    call('POST', '/api/account/email', { ...as(asker), json: { email } })
  const confirm = (owner: Pick<TestUser, 'jwt'>, token: string) =>
    call('POST', '/api/account/email/confirm', { ...as(owner), json: { token } })
  return {
    ...linkAnswers(world, '/api/auth/undo-email-change', 'undo_email_change', twice),
    ...linkAnswers(world, '/api/auth/not-me', 'not_me', twice),
    // Only a hand in the database gets a reserved address into another account.
    'POST /api/auth/undo-email-change 409 email_taken': async () => {
      const owner = await person(world)
      const { undo } = await changeAddress(world, owner)
      const other = await person(world)
      await world.pool.query('update users set email = $1 where id = $2', [owner.email, other.user.id])
      return call('POST', '/api/auth/undo-email-change', { json: { token: undo } })
    },
    'POST /api/account/email 403 email_unverified': async () =>
      ask(await aRegisteredUser(world, freshEmail()), freshEmail()),
    'POST /api/account/email 409 email_taken': async () =>
      ask(await person(world), (await person(world)).email),
    'POST /api/account/email 409 address_suppressed': async () => {
      const owner = await person(world)
      const email = freshEmail()
      const { id: messageId } = await newestMessage(world, owner.user.id)
      await suppress(world.ctx, { recipientHash: recipientHash(email), reason: 'bounce', messageId })
      return ask(owner, email)
    },
    'POST /api/account/email 429 rate_limited': async () => {
      const owner = await person(world)
      return twice(() => ask(owner, freshEmail()))
    },
    'POST /api/account/email/confirm 400 invalid_token': async () => confirm(await person(world), UNKNOWN),
    'POST /api/account/email/confirm 400 token_used': async () => {
      const { owner, token } = await pending(world)
      const changed = await confirm(owner, token)
      const [, jwt = ''] = /auth-token=([^;]+)/.exec(changed.headers.getSetCookie().join()) ?? []
      return confirm({ jwt }, token)
    },
    'POST /api/account/email/confirm 400 token_expired': async () => {
      const { owner, token } = await pending(world)
      world.ctx.now.advance(DAY)
      return confirm(owner, token)
    },
    'POST /api/account/email/confirm 403 forbidden': async () =>
      confirm(await person(world), (await pending(world)).token),
    'POST /api/account/email/confirm 409 email_taken': async () => {
      const { owner, token, wanted } = await pending(world)
      const other = await person(world)
      await world.pool.query('update users set email = $1 where id = $2', [wanted, other.user.id])
      return confirm(owner, token)
    },
    'POST /api/account/email/confirm 429 rate_limited': async () => {
      const owner = await person(world)
      return twice(() => confirm(owner, UNKNOWN))
    },
  }
}
