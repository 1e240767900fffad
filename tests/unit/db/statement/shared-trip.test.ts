import { describe, expect, it } from 'vitest'
import { sharedTrip } from '../../../../lib/db/statement/shared-trip'

/** Trips that end when the test says so. `sent`: the questions of each trip. */
function heldTrips(options?: Parameters<typeof sharedTrip>[1]) {
  const sent: number[][] = []
  const ends: { answer(): void; fail(): void }[] = []
  const ask = sharedTrip<number, string>(
    (questions) =>
      new Promise((resolve, reject) => {
        sent.push(questions)
        ends.push({
          answer: () => resolve(questions.map(String)),
          fail: () => reject(new Error(`trip ${sent.indexOf(questions)}`)),
        })
      }),
    options,
  )
  return { sent, ends, ask }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('questions that come at one time', () => {
  it('wait for nothing while no trip is under way', () => {
    const { sent, ask } = heldTrips()
    void ask(1)
    expect(sent).toEqual([[1]])
  })

  it('go together in the next trip, and never in one that began before them', async () => {
    const { sent, ends, ask } = heldTrips({ patience: 60_000 })
    const first = ask(1)
    const others = [ask(2), ask(3)]
    expect(sent).toEqual([[1]])
    ends[0]?.answer()
    expect(await first).toBe('1')
    expect(sent).toEqual([[1], [2, 3]])
    ends[1]?.answer()
    expect(await Promise.all(others)).toEqual(['2', '3'])
  })

  it('fill several trips where they are many', async () => {
    const { sent, ends, ask } = heldTrips({ patience: 60_000, most: 2 })
    const answers = [1, 2, 3, 4].map((question) => ask(question))
    for (const trip of [0, 1, 2]) {
      ends[trip]?.answer()
      await turn()
    }
    expect(sent).toEqual([[1], [2, 3], [4]])
    expect(await Promise.all(answers)).toEqual(['1', '2', '3', '4'])
  })

  it('do not wait for a trip from which nothing comes back', async () => {
    const { sent, ends, ask } = heldTrips({ patience: 5 })
    const lost = ask(1)
    const second = ask(2)
    await expect.poll(() => sent).toEqual([[1], [2]])
    ends[1]?.answer()
    expect(await second).toBe('2')
    const third = ask(3)
    await expect.poll(() => sent).toEqual([[1], [2], [3]])
    for (const trip of [0, 2]) ends[trip]?.answer()
    expect(await Promise.all([lost, third])).toEqual(['1', '3'])
  })

  it('fail with their own trip alone', async () => {
    const { ends, ask } = heldTrips({ patience: 60_000 })
    const first = ask(1)
    const others = [ask(2), ask(3)].map((answer) => answer.catch((error: Error) => error.message))
    ends[0]?.fail()
    await expect(first).rejects.toThrow('trip 0')
    ends[1]?.fail()
    expect(await Promise.all(others)).toEqual(['trip 1', 'trip 1'])
    const next = ask(4)
    ends[2]?.answer()
    expect(await next).toBe('4')
  })
})
