import { describe, expect, it } from 'vitest'
import { createHashGate, TooBusyError } from '../../../lib/password/gate'

/** Work that ends when told to, and says when it began. */
function jobs(gate: ReturnType<typeof createHashGate>) {
  const began: string[] = []
  const endings = new Map<string, { resolve: () => void; reject: (error: Error) => void }>()
  const start = (name: string) =>
    gate.run(() => {
      began.push(name)
      return new Promise<void>((resolve, reject) => endings.set(name, { resolve, reject }))
    })
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  const end = async (name: string, error?: Error) => {
    if (error) endings.get(name)?.reject(error)
    else endings.get(name)?.resolve()
    await settled()
  }
  return { began, start, end, settled }
}

describe('the gate before the thread pool', () => {
  it('runs two at once and the others in the order they came', async () => {
    const { began, start, end, settled } = jobs(createHashGate({ atOnce: 2, waiting: 3, retryAfter: 2 }))
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => start(name))
    await settled()
    expect(began).toEqual(['a', 'b'])
    await end('b')
    expect(began).toEqual(['a', 'b', 'c'])
    await end('a')
    await end('c')
    expect(began).toEqual(['a', 'b', 'c', 'd', 'e'])
    await end('d')
    await end('e')
    await Promise.all(all)
  })

  it('turns away at once what finds the queue full, and admits again when there is room', async () => {
    const { began, start, end, settled } = jobs(createHashGate({ atOnce: 1, waiting: 1, retryAfter: 7 }))
    const admitted = [start('a'), start('b')]
    const refusal = await start('c').catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(TooBusyError)
    expect((refusal as TooBusyError).retryAfter).toBe(7)
    expect(began).toEqual(['a'])
    await end('a')
    const late = start('d')
    await end('b')
    await settled()
    expect(began).toEqual(['a', 'b', 'd'])
    await end('d')
    await Promise.all([...admitted, late])
  })

  // ASVS 15.4.4
  it('never lets a newcomer slip in before the first in the queue, nor more in than two', async () => {
    const gate = createHashGate({ atOnce: 2, waiting: 100, retryAfter: 2 })
    const order: number[] = []
    let running = 0
    let most = 0
    const job = (index: number) => () => {
      order.push(index)
      running += 1
      most = Math.max(most, running)
      return new Promise<void>((resolve) => setImmediate(resolve)).finally(() => {
        running -= 1
      })
    }
    const chains = Array.from({ length: 20 }, (_, index) =>
      gate.run(job(index)).then(() => gate.run(job(index + 20))),
    )
    await Promise.all(chains)
    expect(order).toEqual(Array.from({ length: 40 }, (_, index) => index))
    expect(most).toBe(2)
  })

  it('passes failures on and gives the place to the next', async () => {
    const { began, start, end, settled } = jobs(createHashGate({ atOnce: 1, waiting: 1, retryAfter: 2 }))
    const failing = start('a')
    const outcome = expect(failing).rejects.toThrow('broken')
    const next = start('b')
    await settled()
    await end('a', new Error('broken'))
    await outcome
    expect(began).toEqual(['a', 'b'])
    await end('b')
    await next
    const gate = createHashGate({ atOnce: 1, waiting: 0, retryAfter: 2 })
    const thrower = () => {
      throw new Error('at once')
    }
    await expect(gate.run(thrower)).rejects.toThrow('at once')
    await expect(gate.run(async () => 'free')).resolves.toBe('free')
  })
})
