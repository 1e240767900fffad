import { randomBytes } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { mailboxMessages } from '../../../../lib/email/schema'
import { createTransport } from '../../../../lib/email/transport/create'
import {
  createMailboxTransport,
  listMailbox,
  readMailbox,
} from '../../../../lib/email/transport/mailbox/mailbox'
import type { MailTransport, OutgoingEmail } from '../../../../lib/kernel/ports'
import { seal } from '../../../../lib/kernel/seal'
import { testEnv } from '../../../support/world'
import { worldPerTest } from '../../../support/world-lifetime'

const email = (subject: string): OutgoingEmail => ({
  outboxId: 7,
  from: 'Huntaze <noreply@huntaze.com>',
  to: 'jean@example.com',
  subject,
  html: '<p>👋</p>',
  text: '👋\n',
})

const world = worldPerTest()
let mailbox: MailTransport

beforeEach(() => {
  mailbox = createMailboxTransport(world.ctx)
})

test('keeps what was sent, newest first, as it was written', async () => {
  await mailbox.send(email('one'))
  world.ctx.now.advance(60_000)
  await mailbox.send(email('two'))
  await mailbox.send(email('three'))
  const entries = await listMailbox(world.ctx, { limit: 2 })
  expect(entries.map(({ subject }) => subject)).toEqual(['three', 'two'])
  expect(entries[0]).toMatchObject({ ...email('three'), createdAt: world.ctx.now() })
  expect(await readMailbox(world.ctx, entries[1]?.id ?? 0)).toEqual(entries[1])
  expect(await readMailbox(world.ctx, 999_999)).toBeUndefined()
})

test('stores nothing that can be read without the secret', async () => {
  await mailbox.send(email('sujet'))
  const [row] = await world.ctx.db.select().from(mailboxMessages)
  for (const words of ['jean@example.com', 'sujet', '👋']) expect(row?.sealed.includes(words)).toBe(false)
})

test('still shows the new messages after the secret was changed', async () => {
  await mailbox.send(email('old'))
  const env = { ...world.ctx.env, authSecrets: [randomBytes(32).toString('base64url')] }
  await createMailboxTransport({ ...world.ctx, env }).send(email('new'))
  const entries = await listMailbox({ ...world.ctx, env }, { limit: 10 })
  expect(entries.map(({ subject }) => subject)).toEqual(['new'])
})

test('refuses what a real transport would refuse', async () => {
  await expect(mailbox.send({ ...email('no'), to: 'a@b.com,eve@example.com' })).rejects.toMatchObject({
    code: 'InvalidAddress',
    permanent: true,
  })
  expect(await listMailbox(world.ctx, { limit: 10 })).toEqual([])
})

test.each([
  ['mailbox', {}],
  ['ses', { AWS_REGION: 'eu-west-3' }],
  ['smtp', { SMTP_URL: 'smtp://127.0.0.1:25' }],
])('the configuration picks the transport: %s', (name, more) => {
  const env = testEnv('postgres://localhost/none', { EMAIL_TRANSPORT: name, ...more })
  expect(createTransport({ ...world.ctx, env }).name).toBe(name)
})

test('a message of before there were reports is shown, and names no place in the outbox', async () => {
  const { outboxId: _none, ...old } = email('old')
  const sealed = seal(world.ctx.env, 'mailbox', 'mailbox', JSON.stringify(old))
  await world.ctx.db.insert(mailboxMessages).values({ sealed, createdAt: world.ctx.now() })
  const [entry] = await listMailbox(world.ctx, { limit: 10 })
  expect(entry).toMatchObject(old)
  expect(entry?.outboxId).toBeUndefined()
})
