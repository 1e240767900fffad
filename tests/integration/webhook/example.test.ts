import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { addEndpoint } from '../../../lib/webhook/endpoint/add'
import { deliverEventsDue } from '../../../lib/webhook/send/worker'
import { webhookWorld } from './world'

const { world, happen, deliveries } = webhookWorld()

it('the receiver of docs/WEBHOOKS.md takes our events, and no stranger’s', async () => {
  const file = 'tests/examples/webhook/receive.ts'
  expect(readFileSync('docs/WEBHOOKS.md', 'utf8')).toContain(`\`\`\`ts\n${readFileSync(file, 'utf8')}\`\`\``)

  // The address is known before the secret is, as for everybody.
  const port = 20_000 + (process.pid % 20_000)
  const url = `http://127.0.0.1:${port}/events`
  const added = await addEndpoint(world.ctx, { url, events: ['*'] })
  if (typeof added === 'string') throw new Error(added)
  process.env.WEBHOOK_SECRET = added.secret
  const { server, kept } = await import('../../examples/webhook/receive')
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  expect((server.address() as AddressInfo).port).toBe(port)

  await happen('user.verified')
  await deliverEventsDue({ ...world.ctx, now: () => new Date() })
  expect([...kept.values()]).toMatchObject([{ type: 'user.verified', data: { user: 'usr_one' } }])
  expect(await deliveries()).toMatchObject([{ status: 'sent', last_status: 204 }])

  const forged = await fetch(url, { method: 'POST', body: '{}', headers: { 'webhook-id': 'evt_1' } })
  expect(forged.status).toBe(400)
  expect(kept.size).toBe(1)
})
