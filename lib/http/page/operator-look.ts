import 'server-only'
import { headers } from 'next/headers'
import { operatorOrigin } from '../../operate/origin'
import { runtime } from '../../runtime/runtime'
import type { Origin } from '../../session/client/trace'
import type { ActiveSession } from '../../session/read'
import { visitorOf } from '../request/visitor'

/** A look of the operator at this page, for the record: who, and from which session and client. */
export async function operatorLook(
  session: ActiveSession,
): Promise<{ actorId: number; origin: Origin | null }> {
  const { ctx, hasOwnFront } = runtime()
  const visitor = visitorOf({ ctx, hasOwnFront }, await headers())
  const { id } = session.user
  return { actorId: id, origin: await operatorOrigin(ctx, { id, handle: session.handle, visitor }) }
}
