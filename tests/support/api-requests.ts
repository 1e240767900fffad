import { createMailboxTransport, listMailbox } from '../../lib/email/transport/mailbox/mailbox'
import { mintLink } from '../../lib/link/mint'
import { ACCOUNT_REQUESTS } from './account-requests'
import type { call } from './api'
import { ADDRESS_REQUESTS } from './api-answers/address'
import { BOUND_REQUESTS } from './api-answers/bound'
import { deadMailRequest } from './api-answers/dead-mail'
import { IDENTITY_REQUESTS } from './api-answers/identities'
import { PASSKEY_REQUESTS } from './api-answers/passkeys'
import { STEP_REQUESTS } from './api-answers/second-step'
import { SERVICE_TOKEN_REQUESTS } from './api-answers/service-token'
import { webhookRequest } from './api-answers/webhooks'
import { codeFor } from './mail'
import { newestMessage } from './messages'
import { anOperator } from './operators'
import type { SnsSigner } from './sns'
import { aRegisteredUser, freshEmail, PASSWORD, type TestUser, type World } from './world'

export type Init = NonNullable<Parameters<typeof call>[2]>

/** Where requests are made up: a world, and who signs what Amazon reports in it. */
export type Scene = { world: World; signer: SnsSigner }

export const CRON_SECRET = 'cron-secret-0123456789'
export const METRICS_TOKEN = 'metrics-token-0123456789'

/** Configuration under which the local mailbox simulates an issuer. */
export const ISSUER_ENV = { EMAIL_PROOF_BY_BROWSER: 'on', EMAIL_PROOF_ISSUERS: 'mail.test=issuer.test' }

export const withSession = ({ jwt }: Pick<TestUser, 'jwt'>): Init => ({
  headers: { cookie: `auth-token=${jwt}` },
})

const aPerson = ({ world }: Scene): Promise<TestUser> => aRegisteredUser(world, freshEmail())

export const signUpInput = () => ({ name: 'Jean Dupont', email: freshEmail(), password: PASSWORD })

/** A message with a link in the local mailbox. */
async function aMailboxEntry(scene: Scene): Promise<number> {
  const { ctx } = scene.world
  const { email } = await aPerson(scene)
  const letter = ctx.mail.sent.findLast(({ to }) => to === email)
  if (!letter) throw new Error('nothing was mailed')
  await createMailboxTransport(ctx).send(letter)
  const [entry] = await listMailbox(ctx, { limit: 1 })
  return entry?.id ?? 0
}

/** For every operation a request that it takes, made up anew each time. A new operation needs one here. */
export const TAKEN_REQUESTS: Record<string, (scene: Scene) => Init | Promise<Init>> = {
  ...ADDRESS_REQUESTS,
  ...STEP_REQUESTS,
  ...BOUND_REQUESTS,
  ...SERVICE_TOKEN_REQUESTS,
  ...IDENTITY_REQUESTS,
  ...PASSKEY_REQUESTS,
  'POST /api/auth/register': () => ({ json: signUpInput() }),
  'POST /api/auth/login': async (scene) => ({
    json: { email: (await aPerson(scene)).email, password: PASSWORD },
  }),
  'POST /api/auth/logout': async (scene) => withSession(await aPerson(scene)),
  'POST /api/auth/confirm': async (scene) => ({
    ...withSession(await aPerson(scene)),
    json: { password: PASSWORD },
  }),
  'GET /api/auth/me': async (scene) => withSession(await aPerson(scene)),
  'POST /api/auth/forgot-password': () => ({ json: { email: freshEmail() } }),
  'POST /api/auth/reset-password': async ({ world }) => {
    const { user } = await aRegisteredUser(world, freshEmail())
    const { token } = await mintLink(world.ctx, 'reset_password', user)
    return { json: { token, password: 'une autre phrase de passe' } }
  },
  'POST /api/auth/judge-password': () => ({ json: { password: PASSWORD } }),
  'POST /api/auth/change-email': async (scene) => ({
    ...withSession(await aPerson(scene)),
    json: { email: freshEmail() },
  }),
  'GET /api/auth/verify-email': async (scene) => ({ query: `?token=${(await aPerson(scene)).token}` }),
  'POST /api/auth/verify-email': async (scene) => ({
    json: { token: (await aPerson(scene)).token, password: PASSWORD },
  }),
  'POST /api/auth/verify-email/code': async (scene) => {
    const person = await aPerson(scene)
    return { ...withSession(person), json: { code: codeFor(scene.world.ctx.mail, person.email) } }
  },
  'POST /api/auth/verify-email/resend': async (scene) => ({ ...withSession(await aPerson(scene)), json: {} }),
  'POST /api/auth/verify-email/not-me': async (scene) => ({ json: { token: (await aPerson(scene)).token } }),
  'GET /api/auth/verify-email/status': async (scene) => withSession(await aPerson(scene)),
  'POST /api/email-events': ({ signer, world }) => ({
    body: signer.subscription({ Timestamp: world.ctx.now().toISOString() }),
    headers: { 'content-type': 'text/plain; charset=UTF-8' },
  }),
  'GET /api/health': () => ({}),
  'GET /api/health/ready': () => ({}),
  'POST /api/mailbox': async (scene) => {
    const { user } = await aPerson(scene)
    return { json: { outboxId: (await newestMessage(scene.world, user.id)).id, report: 'delivery' } }
  },
  'POST /api/mailbox/mailed': async (scene) => ({
    json: { id: await aMailboxEntry(scene), server: 'postfix', fate: 'full' },
  }),
  'GET /api/mailbox': () => ({ query: '?to=jean@example.com' }),
  'POST /api/mailbox/time': async (scene) => ({ json: { email: (await aPerson(scene)).email, seconds: 60 } }),
  'POST /api/mailbox/open': async (scene) => ({ json: { id: await aMailboxEntry(scene), as: 'head' } }),
  'GET /api/mailbox/issuer/{document}': () => ({ params: { document: 'jwks' } }),
  'POST /api/mailbox/issuer/token': () => ({
    json: { email: 'marie@mail.test' },
    headers: { 'signature-key': `sig=hwk;kty="OKP";crv="Ed25519";x="${'A'.repeat(43)}";alg="Ed25519"` },
  }),
  'GET /api/maintenance': () => ({ headers: { authorization: `Bearer ${CRON_SECRET}` } }),
  'POST /api/maintenance': () => ({ headers: { authorization: `Bearer ${CRON_SECRET}` } }),
  'GET /api/metrics': () => ({ headers: { authorization: `Bearer ${METRICS_TOKEN}` } }),
  'GET /api/monitoring': async ({ world }) => withSession(await anOperator(world)),
  'GET /api/monitoring/events.ndjson': async ({ world }) => ({
    ...withSession(await anOperator(world)),
    query: '?from=2026-02-01&to=2026-12-31',
  }),
  'POST /api/monitoring/users': async (scene) => ({
    ...withSession(await anOperator(scene.world)),
    json: { act: 'end_sessions', userId: (await aPerson(scene)).user.id, password: PASSWORD },
  }),
  'POST /api/monitoring/emails': ({ world }) => deadMailRequest(world),
  'POST /api/monitoring/webhooks': ({ world }) => webhookRequest(world),
  'GET /api/openapi.json': () => ({}),
  ...ACCOUNT_REQUESTS,
}
