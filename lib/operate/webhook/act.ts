import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import type { CoreContext, InTransaction } from '../../kernel/context'
import { fail, ok, type RefusalOf, type Result } from '../../kernel/result'
import { originOf } from '../../session/client/trace'
import { switchOff, switchOn } from '../../webhook/endpoint/change'
import { lockEndpoint } from '../../webhook/endpoint/endpoint'
import { replayDead, replayOne } from '../../webhook/replay'
import { type Actor, authorize } from '../authorize'
import { WEBHOOK_ACTS, type WebhookAct, type WebhookActInput } from './acts'

type Done = Result<string, 'nothing_to_do' | 'not_found'>

const replayed = (count: number, of: string): Done =>
  count === 0 ? fail('nothing_to_do') : ok(`${of}: ${count}`)

/** Switches an endpoint, where that changes anything. */
async function change(t: InTransaction, id: number, isOn: boolean): Promise<Done> {
  const endpoint = await lockEndpoint(t, id)
  if (!endpoint) return fail('not_found')
  if ((endpoint.offAt === null) === isOn) return fail('nothing_to_do')
  await (isOn ? switchOn(t, endpoint) : switchOff(t, endpoint, 'operator'))
  return ok(`endpoint ${id}`)
}

/** Acts by name; the value is the event's `detail`. */
const PERFORM: Record<WebhookAct, (t: InTransaction, id: number) => Promise<Done>> = {
  replay: async (t, id) => replayed(await replayOne(t, id), `delivery ${id}`),
  replay_dead: async (t, id) => replayed(await replayDead(t, { id }), `endpoint ${id}`),
  switch_on: (t, id) => change(t, id, true),
  switch_off: (t, id) => change(t, id, false),
}

type Refusal = RefusalOf<typeof authorize> | 'nothing_to_do'

/** Performs an operator's act on a receiver of events and records it in the same transaction. */
export async function actOnWebhook(
  ctx: CoreContext,
  actor: Actor,
  { act, id }: WebhookActInput,
): Promise<Result<null, Refusal>> {
  const done = await transaction(ctx, async (t): Promise<Result<null, Refusal>> => {
    const authorized = await authorize(t, actor, actor.id)
    if (!authorized.ok) return authorized
    const performed = await PERFORM[act](t, id)
    if (!performed.ok) return performed
    const origin = await originOf(t, authorized.value.operator, actor.visitor, actor.handle)
    await recordEvent(t, {
      type: WEBHOOK_ACTS[act],
      userId: actor.id,
      actorId: actor.id,
      detail: performed.value,
      origin,
    })
    return ok(null)
  })
  ctx.log.info('operator_act', { kind: act, actorId: actor.id, code: done.ok ? 'done' : done.error.code })
  return done
}
