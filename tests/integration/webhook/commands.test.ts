import { afterEach, describe, expect, it } from 'vitest'
import { DAY, SECOND } from '../../../lib/kernel/clock'
import {
  addWebhook,
  listWebhooks,
  removeWebhook,
  replayWebhook,
  rotateWebhook,
} from '../../../lib/webhook/command'
import { MAX_ENDPOINTS } from '../../../lib/webhook/endpoint/endpoint'
import { replayDead, replayOne } from '../../../lib/webhook/replay'
import { deliverEventsDue } from '../../../lib/webhook/send/worker'
import { anEndpoint, verify } from '../../support/receiver'
import { webhookWorld } from './world'

const { world, happen, deliveries, clear } = webhookWorld()

afterEach(clear)

const deliver = () => deliverEventsDue(world.ctx)
const here = 'http://127.0.0.1:1/events'

describe('webhook:add', () => {
  it('shows the secret, which the database holds sealed', async () => {
    const said = await addWebhook(world.ctx, here, { events: 'user.*,session.ended' })
    const [, secret = ''] =
      /shown this once:\n(whsec_[\w+/]{43}=)$/.exec('text' in said ? said.text : '') ?? []
    expect(secret).not.toBe('')
    const { rows } = await world.pool.query(
      'select events, encode(secret, $1) as hex from webhook_endpoints',
      ['hex'],
    )
    expect(rows[0].events).toEqual(['user.*', 'session.ended'])
    expect(rows[0].hex).not.toContain(Buffer.from(secret).toString('hex'))
  })

  it.each([
    ['', 'give an address'],
    ['huntaze.com/events', 'give an address'],
    ['http://huntaze.com/events', 'must begin with https://'],
    ['ftp://127.0.0.1/events', 'must begin with https://'],
    ['https://me:secret@huntaze.com/events', 'must not have a name or a password'],
    [`https://huntaze.com/${'x'.repeat(2048)}`, 'give an address'],
  ])('refuses %s', async (address, fault) => {
    expect(await addWebhook(world.ctx, address, {})).toEqual({ refusal: expect.stringContaining(fault) })
  })

  it.each([
    'https://10.0.0.1/events',
    'https://127.0.0.1/events',
    'https://[::1]/events',
    'https://[::ffff:10.0.0.1]/events',
    'https://169.254.169.254/latest',
    'https://2130706433/events',
    'https://localhost/events',
    'https://db.internal/events',
    'http://127.0.0.1/events',
  ])('refuses %s in production, unless it is allowed', async (address) => {
    const env = { ...world.ctx.env, webhooks: { allowPrivate: false } }
    const refused = await addWebhook({ ...world.ctx, env }, address, {})
    expect(refused).toEqual({ refusal: expect.stringContaining('WEBHOOK_ALLOW_PRIVATE=1') })
    expect(await addWebhook(world.ctx, address, {})).toHaveProperty('text')
  })

  it('refuses events that nobody tells, and one endpoint too many', async () => {
    expect(await addWebhook(world.ctx, here, { events: 'user.*,user.born' })).toEqual({
      refusal: expect.stringContaining('--events takes'),
    })
    for (let count = 0; count < MAX_ENDPOINTS; count += 1) await addWebhook(world.ctx, here, {})
    expect(await addWebhook(world.ctx, here, {})).toEqual({
      refusal: expect.stringContaining('remove one first'),
    })
  })

  it('waits for accounts that have no subject yet', async () => {
    await world.pool.query(`insert into users (email, name, subject) values ('old@example.com', 'Old', null)`)
    expect(await addWebhook(world.ctx, here, {})).toEqual({
      refusal: expect.stringContaining('db:init:safe'),
    })
    await world.pool.query('delete from users')
  })
})

describe('webhook:list and webhook:remove', () => {
  it('show what there is, and take it away with what waits for it', async () => {
    expect(await listWebhooks(world.ctx)).toEqual({ text: 'there is no endpoint' })
    const { id, url } = await anEndpoint(world, { events: ['user.*'] })
    expect(await listWebhooks(world.ctx)).toEqual({ text: `${id}  ${url}  user.*  on` })
    await happen('user.verified')
    expect(await removeWebhook(world.ctx, String(id))).toHaveProperty('text')
    expect(await deliveries()).toEqual([])
    expect(await removeWebhook(world.ctx, String(id))).toEqual({
      refusal: expect.stringContaining('there is no endpoint'),
    })
    expect(await removeWebhook(world.ctx, 'x')).toEqual({
      refusal: expect.stringContaining('give the number'),
    })
  })
})

describe('webhook:rotate', () => {
  it('signs with both secrets for a day, and with the new one alone from then on', async () => {
    const endpoint = await anEndpoint(world)
    const said = await rotateWebhook(world.ctx, String(endpoint.id))
    const [, fresh = ''] = /\n(whsec_.*)$/.exec('text' in said ? said.text : '') ?? []
    // The public package compares with the present: the world's clock follows it here.
    const at = (shift: number) => ({ ...world.ctx, now: () => new Date(Date.now() + shift) })
    await world.pool.query(`update webhook_endpoints set previous_until = now() + interval '1 minute'`)
    await happen('user.verified')
    await deliverEventsDue(at(0))
    await happen('user.disabled')
    await world.pool.query('update webhook_endpoints set previous_until = now()')
    await deliverEventsDue(at(SECOND))
    const [during, after] = endpoint.heard
    if (!during || !after) throw new Error('nothing came')
    for (const secret of [endpoint.secret, fresh])
      expect(verify(secret, during)).toMatchObject({ type: 'user.verified' })
    expect(verify(fresh, after)).toMatchObject({ type: 'user.disabled' })
    expect(() => verify(endpoint.secret, after)).toThrow('No matching signature')
  })

  it('keeps the previous secret for exactly a day', async () => {
    const { id } = await anEndpoint(world)
    await rotateWebhook(world.ctx, String(id))
    const { rows } = await world.pool.query('select previous_until from webhook_endpoints')
    expect(rows[0].previous_until.getTime() - world.ctx.now().getTime()).toBe(DAY)
  })
})

describe('webhook:replay', () => {
  const between = { from: '2020-01-01', to: '2100-01-01T00:00:00Z' }

  it('tells again, in order, what was told, given up, or happened before the endpoint came', async () => {
    await anEndpoint(world, { events: ['mail.*'] })
    await happen('user.verified')
    const endpoint = await anEndpoint(world, { events: ['user.*'] })
    await happen('user.disabled')
    await happen('mail.bounced')
    await deliver()
    expect(endpoint.types()).toEqual(['user.disabled'])
    expect(await replayWebhook(world.ctx, String(endpoint.id), between)).toEqual({
      text: `endpoint ${endpoint.id} is told again of 2 event(s)`,
    })
    await deliver()
    expect(endpoint.types()).toEqual(['user.disabled', 'user.verified', 'user.disabled'])
    expect(endpoint.heard[2]?.headers['webhook-id']).toBe(endpoint.heard[0]?.headers['webhook-id'])
  })

  it('takes a range, and nothing outside of it', async () => {
    const { id } = await anEndpoint(world)
    await happen('user.verified')
    const none = { from: '2020-01-01', to: '2020-01-02' }
    expect(await replayWebhook(world.ctx, String(id), none)).toEqual({
      text: expect.stringContaining('0 event(s)'),
    })
    for (const wrong of [{}, { from: 'yesterday', to: 'now' }, { from: '2026-01-02', to: '2026-01-01' }])
      expect(await replayWebhook(world.ctx, String(id), wrong)).toHaveProperty('refusal')
  })

  it('of dead ones gives them three days anew, with the delays of the first tries', async () => {
    const endpoint = await anEndpoint(world, { behave: () => 500 })
    await happen('user.verified')
    await happen('user.verified', 'usr_two')
    await deliver()
    await world.pool.query('update webhook_deliveries set gives_up_at = due_at')
    world.ctx.now.advance(10 * SECOND)
    await deliver()
    expect((await deliveries()).map(({ status }) => status)).toEqual(['dead', 'dead'])
    const { rows } = await world.pool.query('select id from webhook_deliveries order by id')
    expect(await replayOne(world.ctx, rows[0].id)).toBe(1)
    expect(await replayOne(world.ctx, rows[0].id)).toBe(0)
    expect(await replayDead(world.ctx, endpoint)).toBe(1)
    await deliver()
    world.ctx.now.advance(10 * SECOND)
    endpoint.behave = () => 200
    expect(await deliver()).toMatchObject({ sent: 2 })
  })
})

describe('each command', () => {
  const between = { from: '2020-01-01', to: '2100-01-01' }
  const recorded = async () =>
    (
      await world.pool.query(
        `select type, user_id, actor_id, detail from events where type like 'webhook%' order by id`,
      )
    ).rows

  it('is recorded with the change, and one that is refused is not', async () => {
    const before = (await recorded()).length
    await addWebhook(world.ctx, here, {})
    const { rows } = await world.pool.query('select id from webhook_endpoints')
    const id = String(rows[0].id)
    await happen('user.verified')
    await rotateWebhook(world.ctx, id)
    await replayWebhook(world.ctx, id, between)
    await removeWebhook(world.ctx, id)
    for (const command of [removeWebhook, rotateWebhook]) await command(world.ctx, id)
    await addWebhook(world.ctx, 'nowhere', {})
    await replayWebhook(world.ctx, id, between)
    const ofNobody = { user_id: null, actor_id: null }
    expect((await recorded()).slice(before)).toEqual([
      { type: 'webhook_added', ...ofNobody, detail: `endpoint ${id}` },
      { type: 'webhook_secret_changed', ...ofNobody, detail: `endpoint ${id}` },
      { type: 'webhook_replayed', ...ofNobody, detail: `endpoint ${id}: 0` },
      { type: 'webhook_removed', ...ofNobody, detail: `endpoint ${id}` },
    ])
    expect(JSON.stringify(await recorded())).not.toContain('127.0.0.1')
  })

  it('undoes itself where it cannot be recorded', async () => {
    await world.pool.query('alter table events rename to events_away')
    await expect(addWebhook(world.ctx, here, {})).rejects.toThrow()
    await world.pool.query('alter table events_away rename to events')
    expect(await listWebhooks(world.ctx)).toEqual({ text: 'there is no endpoint' })
  })
})
