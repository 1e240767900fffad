import { afterAll, beforeAll, expect, it } from 'vitest'
import { endpointFor } from '../../../lib/http/endpoint'
import { anyone } from '../../../lib/http/guard/open'
import { json } from '../../../lib/http/response/json'
import type { Runtime } from '../../../lib/runtime/runtime'
import { apiRequest } from '../../support/api'
import { createWorld, type World } from '../../support/world'

let world: World
beforeAll(async () => {
  world = await createWorld({ env: { APP_URL: 'https://another.huntaze.test' } })
})
afterAll(() => world.close())

it('answers from the runtime that it is handed, asked for at each request', async () => {
  const { ctx, pool, monitor } = world
  const runtime: Runtime = {
    ctx,
    pool,
    monitor,
    hasOwnFront: false,
    workerTurnAt: ctx.now,
    startWorker() {},
    stop: async () => {},
  }
  let asked = 0
  const { POST } = endpointFor(() => {
    asked += 1
    return runtime
  })('/api/probe', {
    POST: anyone(async ({ ctx, visitor }) => json(200, { appUrl: ctx.env.appUrl, network: visitor.network })),
  })
  expect(asked).toBe(0)
  const origin = 'https://another.huntaze.test'
  const answer = await POST(apiRequest('POST', '/api/probe', { headers: { origin } }))
  // Without a front of ours the peer's header is anybody's.
  expect(await answer.json()).toEqual({ appUrl: origin, network: 'unknown' })
  const foreign = await POST(
    apiRequest('POST', '/api/probe', { headers: { origin: 'https://auth.huntaze.test' } }),
  )
  expect(foreign.status).toBe(403)
  expect(asked).toBe(2)
  expect(world.logged.join()).toContain('"route":"/api/probe"')
})
