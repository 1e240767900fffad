import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { justDoneAmong } from '../../../lib/operate/just-done'
import { actOnWebhook } from '../../../lib/operate/webhook/act'
import { WEBHOOK_ACTS, type WebhookActInput } from '../../../lib/operate/webhook/acts'
import { readWebhooks } from '../../../lib/operate/webhook/read'
import { addEndpoint } from '../../../lib/webhook/endpoint/add'
import { anOperator, type TestOperator } from '../../support/operators'
import { expectOk } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()
let operator: TestOperator
let endpoint: number

beforeAll(async () => {
  operator = await anOperator(world)
})

beforeEach(async () => {
  await world.pool.query('delete from webhook_endpoints; delete from webhook_events')
  const added = await addEndpoint(world.ctx, { url: 'https://listener.example/events', events: ['*'] })
  if (typeof added === 'string') throw new Error(added)
  endpoint = added.id
  await world.pool.query(
    `insert into webhook_events (type, subject) values ('user.verified', 'usr_one'), ('user.disabled', 'usr_one')`,
  )
  await world.pool.query(`update webhook_deliveries set status = 'dead', settled_at = now(), attempts = 17`)
})

const act = (input: WebhookActInput) => actOnWebhook(world.ctx, operator.actor, input)
const states = async () =>
  (await world.pool.query('select id, status from webhook_deliveries order by id')).rows as {
    id: string
    status: string
  }[]

async function lastEvent(): Promise<[string, string]> {
  const { rows } = await world.pool.query(
    'select type, detail from events where actor_id = $1 order by id desc limit 1',
    [operator.user.id],
  )
  return [rows[0].type, rows[0].detail]
}

describe('an operator', () => {
  it('sends one event again, which is recorded', async () => {
    const [first] = await states()
    expectOk(await act({ act: 'replay', id: Number(first?.id) }))
    expect((await states()).map(({ status }) => status)).toEqual(['queued', 'dead'])
    expect(await lastEvent()).toEqual(['webhook_replayed', `delivery ${first?.id}: 1`])
    expect(await act({ act: 'replay', id: Number(first?.id) })).toMatchObject({
      error: { code: 'nothing_to_do' },
    })
  })

  it('sends all of a service again', async () => {
    expectOk(await act({ act: 'replay_dead', id: endpoint }))
    expect((await states()).map(({ status }) => status)).toEqual(['queued', 'queued'])
    expect(await lastEvent()).toEqual(['webhook_replayed', `endpoint ${endpoint}: 2`])
  })

  it('switches a service off and on', async () => {
    expectOk(await act({ act: 'switch_off', id: endpoint }))
    expect((await readWebhooks(world.ctx)).endpoints).toMatchObject([
      { offReason: 'operator', dead: 2, waiting: 0 },
    ])
    expect(await act({ act: 'switch_off', id: endpoint })).toMatchObject({ error: { code: 'nothing_to_do' } })
    expectOk(await act({ act: 'switch_on', id: endpoint }))
    expect((await readWebhooks(world.ctx)).endpoints).toMatchObject([{ offAt: null }])
    expect(await lastEvent()).toEqual(['webhook_on', `endpoint ${endpoint}`])
    const claim = (claimed: string) =>
      justDoneAmong(world.ctx, WEBHOOK_ACTS, { claimed, operatorId: operator.user.id })
    expect([await claim('switch_on'), await claim('anything')]).toEqual(['switch_on', undefined])
  })

  it('who was stopped meanwhile does nothing', async () => {
    const other = await anOperator(world)
    await world.pool.query('delete from sessions where user_id = $1', [other.user.id])
    expect(await actOnWebhook(world.ctx, other.actor, { act: 'switch_off', id: endpoint })).toMatchObject({
      error: { code: 'unauthenticated' },
    })
  })

  it('never sees a secret', async () => {
    expect(JSON.stringify(await readWebhooks(world.ctx))).not.toMatch(/secret/i)
  })
})
