import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../../lib/kernel/log'
import { createBackground } from '../../../lib/runtime/background'

function aBackground() {
  const logged: string[] = []
  const log = createLog(
    () => new Date(0),
    (line) => void logged.push(line),
  )
  return { background: createBackground(log), logged }
}

describe('work in the background', () => {
  it('begins later, not at once, and is waited for', async () => {
    const { background } = aBackground()
    const done: string[] = []
    background.run('one', async () => void done.push('one'))
    background.run('other', async () => {
      await sleep(20)
      // Work may make work.
      background.run('third', async () => void done.push('third'))
      done.push('other')
    })
    await sleep(0)
    expect(done).toEqual([])
    await background.settled()
    expect(done.toSorted()).toEqual(['one', 'other', 'third'])
    await background.settled()
  })

  it('begins by itself within a second', async () => {
    const { background } = aBackground()
    let isDone = false
    background.run('one', async () => {
      isDone = true
    })
    await sleep(1_100)
    expect(isDone).toBe(true)
  })

  it('fails into the log alone', async () => {
    const { background, logged } = aBackground()
    background.run('one', () => Promise.reject(new Error('somebody@example.com')))
    background.run('other', () => {
      throw new TypeError('not even a promise')
    })
    await background.settled()
    expect(logged).toHaveLength(2)
    expect(logged.join()).toMatch(/"level":"warn","event":"background_work_failed","kind":"one"/)
    expect(logged.join()).not.toContain('somebody')
  })

  it('is dropped, and said so, once a thousand works wait', async () => {
    const { background, logged } = aBackground()
    let count = 0
    for (let index = 0; index < 1_001; index += 1)
      background.run('many', async () => {
        count += 1
      })
    await background.settled()
    expect(count).toBe(1_000)
    expect(logged).toEqual([expect.stringContaining('background_work_dropped')])
    background.run('many', async () => {
      count += 1
    })
    await background.settled()
    expect(count).toBe(1_001)
  })
})
