import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(process.env.WEBHOOK_SECRET ?? '') // whsec_…, from `npm run webhook:add`

export const server = createServer(async (request, response) => {
  const body = await text(request) // the bytes as they came: a parsed and rewritten body has another signature
  try {
    const event = webhook.verify(body, request.headers as Record<string, string>) // throws for a stranger's, or an old one
    response.writeHead(204).end(await keep(event as Event))
  } catch {
    response.writeHead(400).end()
  }
})

type Event = { id: string; type: string; timestamp: string; data: { user: string; session?: string } }

/** Events that came, by their id: one that comes again changes nothing. */
export const kept = new Map<string, Event>()
const keep = async (event: Event): Promise<void> => void kept.set(event.id, event)
