import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { gatheredLines } from '../../../lib/runtime/process-log'

describe('lines of a log', () => {
  function gathered() {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const written: string[] = []
    return { written, lines: gatheredLines((text) => written.push(text)) }
  }

  it('are written together, and none waits for more than 100 ms', () => {
    const { written, lines } = gathered()
    lines.add('one', 'info')
    vi.advanceTimersByTime(20)
    lines.add('two', 'info')
    expect(written).toEqual([])
    vi.advanceTimersByTime(80)
    expect(written).toEqual(['one\ntwo\n'])
    lines.add('three', 'info')
    vi.advanceTimersByTime(100)
    expect(written).toEqual(['one\ntwo\n', 'three\n'])
  })

  it.each(['warn', 'error'] as const)('go out at once with a line of level %s, in their order', (level) => {
    const { written, lines } = gathered()
    lines.add('one', 'info')
    lines.add('two', level)
    expect(written).toEqual(['one\ntwo\n'])
    vi.advanceTimersByTime(1000)
    expect(written).toHaveLength(1)
  })

  it('go out before they take much memory', () => {
    const { written, lines } = gathered()
    for (let count = 0; count < 100; count += 1) lines.add('x'.repeat(1000), 'info')
    expect(written.join('').length).toBeGreaterThan(90_000)
  })
})

const PROGRAM = path.resolve('tests/support/logging-program.ts')
const run = (how: string) => ['--import', 'tsx', PROGRAM, 'gathering', how]

describe('the last words of a process', () => {
  it.each([
    ['exit', 0],
    ['crash', 1],
  ])('are out after its %s', async (how, code) => {
    const { stdout, status } = await promisify(execFile)(process.execPath, run(how)).then(
      (output) => ({ stdout: output.stdout, status: 0 }),
      (error) => ({ stdout: error.stdout as string, status: error.code as number }),
    )
    expect(status).toBe(code)
    expect(stdout.match(/"count":\d+/g)).toHaveLength(2000)
  })

  it('are out after a signal, though nobody reads for a while', async () => {
    const program = [process.execPath, ...run('signal')].map((part) => `'${part}'`).join(' ')
    const { stdout } = await promisify(execFile)('sh', ['-c', `${program} | (sleep 2; cat)`])
    expect(stdout.match(/"count":\d+/g)).toHaveLength(2000)
  })
})

// Under Next.js’s own server it reported for ever that it could not report.
it.each(['plain', 'gathering'])('a process whose output nobody reads any more goes on: %s', async (which) => {
  const options = { execArgv: ['--import', 'tsx'], silent: true }
  const child = fork(PROGRAM, [which, 'unread'], options)
  if (!child.stdout || !child.stderr) throw new Error('the program has no output')
  await once(child.stdout, 'data')
  const closed = [child.stdout, child.stderr].map((stream) => once(stream.destroy(), 'close'))
  await Promise.all(closed)
  child.send('go on')
  expect(await once(child, 'exit')).toEqual([7, null])
})
