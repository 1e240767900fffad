import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listenForReports } from '../../../../../lib/email/report/mailed/doors/listener'
import { runReportDoors } from '../../../../../lib/email/report/mailed/doors/run'
import { LARGEST_REPORT } from '../../../../../lib/email/report/mailed/receive'
import { returnPathOf } from '../../../../../lib/email/return-path'
import { freePort } from '../../../../support/free-port'
import { A_REPORT } from '../../../../support/mailed-report'
import { bringReport } from '../../../../support/report-sender'
import { reportedWorld } from '../reported-world'

const ADDRESS = 'bounce@mail.huntaze.test'
const { world, sent, row, events, newest } = reportedWorld({ EMAIL_BOUNCE_ADDRESS: ADDRESS })

async function aMessage() {
  const { id } = await sent()
  return { id, path: returnPathOf(world.ctx.env, ADDRESS, (await newest()).reference ?? '') }
}

/** Opens the listener until the test ends. @returns its port */
async function listen(protocol: 'smtp' | 'lmtp' = 'smtp', ctx = world.ctx): Promise<number> {
  const stopping = new AbortController()
  let ended = Promise.resolve()
  const opened = new Promise<number>((resolve, reject) => {
    ended = listenForReports(ctx, { protocol, host: '127.0.0.1', port: 0 }, stopping.signal, resolve)
    ended.catch(reject)
  })
  onTestFinished(async () => {
    stopping.abort()
    await ended
  })
  return await opened
}

describe('the listener', () => {
  it.each(['smtp', 'lmtp'] as const)(
    'takes a report over %s, and answers once it is stored',
    async (protocol) => {
      const { id, path } = await aMessage()
      const port = await listen(protocol)
      const reply = await bringReport(port, path, A_REPORT.unknown, { lmtp: protocol === 'lmtp' })
      expect(reply.code).toBe(250)
      expect(await row(id)).toMatchObject({ status: 'bounced', bounce_type: 'hard' })
    },
  )

  it('takes a capital address, the plain address, and any sender: a feedback loop has one', async () => {
    const { id, path } = await aMessage()
    const port = await listen()
    expect((await bringReport(port, ADDRESS, A_REPORT.unknown)).code).toBe(250)
    expect(await row(id)).toMatchObject({ status: 'sent' })
    const reply = await bringReport(port, path.toUpperCase(), A_REPORT.unknown, { from: 'fbl@isp.example' })
    expect(reply.code).toBe(250)
    expect(await row(id)).toMatchObject({ status: 'bounced' })
  })

  it('refuses every other recipient before it reads anything', async () => {
    const port = await listen()
    for (const to of [
      'jean@mail.huntaze.test',
      `bounce+${'0'.repeat(32)}.${'0'.repeat(20)}@mail.huntaze.test`,
    ])
      expect((await bringReport(port, to, A_REPORT.unknown)).code).toBe(550)
  })

  it('refuses what is too large for a report, and goes on', async () => {
    const { id, path } = await aMessage()
    const port = await listen()
    const large = Buffer.concat([A_REPORT.unknown, Buffer.alloc(LARGEST_REPORT, 'x\r\n')])
    expect((await bringReport(port, path, large)).code).toBe(552)
    expect((await bringReport(port, path, A_REPORT.unknown)).code).toBe(250)
    expect(await events(id)).toHaveLength(1)
  })

  it('lets the sender wait while the database is away, and loses nothing', async () => {
    const { id, path } = await aMessage()
    const refuse = () => {
      throw new Error('away')
    }
    const away = { ...world.ctx, db: new Proxy(world.ctx.db, { get: refuse }) }
    const closed = await listen('smtp', away)
    expect((await bringReport(closed, path, A_REPORT.unknown)).code).toBe(451)
    expect(await events(id)).toEqual([])
    expect((await bringReport(await listen(), path, A_REPORT.unknown)).code).toBe(250)
    expect(await row(id)).toMatchObject({ status: 'bounced' })
  })

  it('makes a flood wait at its sender', async () => {
    const socket = connect(await listen(), '127.0.0.1')
    await once(socket, 'data')
    socket.write(`EHLO relay.example\r\n${'MAIL FROM:<>\r\nRSET\r\n'.repeat(610)}QUIT\r\n`)
    const said = await text(socket)
    expect(said.match(/^451 4\.7\.1 /gm)).toHaveLength(10)
  })
})

describe('a door whose port is taken', () => {
  it('is tried again, says so once, and ends with the process', async () => {
    const port = await freePort()
    const ctx = {
      ...world.ctx,
      env: {
        ...world.ctx.env,
        email: {
          ...world.ctx.env.email,
          bounceListener: { protocol: 'smtp' as const, host: '127.0.0.1', port },
        },
      },
    }
    const [first, second] = [new AbortController(), new AbortController()]
    const doors = [runReportDoors(ctx, first.signal), runReportDoors(ctx, second.signal)]
    const complaints = () => world.logged.filter((line) => line.includes('report_door_closed'))
    await expect.poll(() => complaints().length).toBe(1)
    for (const each of [first, second]) each.abort()
    await Promise.all(doors)
  })
})
