import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { chance } from './chance'

/** Receivers by their path: one of every mood, a slow one, one that is down at first, and one that wants no more. */
export const RECEIVERS = ['mixed', 'slow', 'down', 'gone'] as const
export type ReceiverName = (typeof RECEIVERS)[number]

/** An event that came. `acknowledged`: the receiver answered 2xx in time. */
export type Hearing = { receiver: ReceiverName; id: string; acknowledged: boolean }

/** Milliseconds: longer than a call may take. */
const TOO_LATE = 10_500
const SLOW = 40

/** Answers before the receiver that is down comes up, and before the one that is gone goes. */
const DOWN_FOR = 60
const GONE_AFTER = 20

/** Shares of the answers of the one of every mood; `late` is dear, as it holds a call for ten seconds. */
const MOODS = [
  ['error', 0.04],
  ['redirect', 0.02],
  ['cut', 0.03],
  ['late', 0.001],
] as const

export type Receivers = {
  url(name: ReceiverName): string
  hearings: Hearing[]
  /** Events that the public package signs otherwise. */
  strangers: number
  secrets: Map<ReceiverName, string>
  close(): Promise<void>
}

type Fate = (typeof MOODS)[number][0] | 'fine' | 'slow' | 'down' | 'gone'

function moodOf(seed: number, id: string, time: number): Fate {
  let left = chance(seed, id, time)
  for (const [fate, share] of MOODS) {
    if (left < share) return fate
    left -= share
  }
  return 'fine'
}

const REFUSED: Partial<Record<Fate, number>> = { error: 500, redirect: 302, gone: 410 }

async function answer(response: ServerResponse, fate: Fate): Promise<void> {
  if (fate === 'late') await sleep(TOO_LATE)
  if (fate === 'slow') await sleep(SLOW)
  if (fate === 'cut' || fate === 'down') response.destroy()
  else response.writeHead(REFUSED[fate] ?? 204, { location: '/elsewhere' }).end()
}

/** Whether the public package signs the message as it came. Its own check of the time would not know the workers' fast clock. */
function isOurs(secret: string, raw: string, headers: IncomingHttpHeaders): boolean {
  const [id, at, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name]),
  )
  return new Webhook(secret).sign(id ?? '', new Date(Number(at) * 1000), raw) === signature
}

/** Starts receivers that fail as `seed` says, each try of an event by a fate of its own. */
export async function startReceivers(seed: number): Promise<Receivers> {
  const hearings: Hearing[] = []
  const times = new Map<string, number>()
  const received: Record<ReceiverName, number> = { mixed: 0, slow: 0, down: 0, gone: 0 }
  const receivers = { hearings, strangers: 0, secrets: new Map<ReceiverName, string>() }

  function fateOf(name: ReceiverName, id: string): Fate {
    received[name] += 1
    const time = (times.get(name + id) ?? 0) + 1
    times.set(name + id, time)
    if (name === 'mixed') return moodOf(seed, id, time)
    if (name === 'slow') return 'slow'
    if (name === 'down') return received.down <= DOWN_FOR ? 'down' : 'fine'
    return received.gone > GONE_AFTER ? 'gone' : 'fine'
  }

  const server = createServer(async (request, response) => {
    const name = request.url?.slice(1) as ReceiverName
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks).toString()
    if (isOurs(receivers.secrets.get(name) ?? '', raw, request.headers)) {
      const { id } = JSON.parse(raw) as { id: string }
      const fate = fateOf(name, id)
      hearings.push({ receiver: name, id, acknowledged: fate === 'fine' || fate === 'slow' })
      await answer(response, fate)
    } else {
      receivers.strangers += 1
      response.destroy()
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return Object.assign(receivers, {
    url: (name: ReceiverName) => `http://127.0.0.1:${port}/${name}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}
