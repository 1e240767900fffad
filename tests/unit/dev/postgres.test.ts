import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Host, whyUnsupported } from '../../../dev/postgres/binaries'
import { hold, isHeld, release } from '../../../dev/postgres/holders'
import { tryLock, withLock } from '../../../dev/postgres/lock'
import { identityOf, isAlive } from '../../../dev/postgres/process-identity'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'huntaze-test-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

async function deadProcess(): Promise<string> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await once(child, 'spawn')
  const identity = identityOf(child.pid ?? 0)
  child.kill('SIGKILL')
  await once(child, 'exit')
  return identity ?? ''
}

describe('a host', () => {
  const linux: Host = { platform: 'linux', glibc: true, account: true }

  it.each([linux, { ...linux, platform: 'darwin', glibc: false }] as Host[])('can run it: %j', (host) => {
    expect(whyUnsupported(host)).toBeUndefined()
  })

  it.each([
    [{ ...linux, glibc: false }, 'musl'],
    [{ ...linux, account: false }, '/etc/passwd'],
    [{ ...linux, platform: 'win32', glibc: false }, 'Windows'],
  ] as [Host, string][])('cannot, and is asked for DATABASE_URL: %j', (host, word) => {
    expect(whyUnsupported(host)).toContain(word)
    expect(whyUnsupported(host)).toContain('Set DATABASE_URL')
  })
})

describe('a process', () => {
  it('is alive, then dead', async () => {
    expect(isAlive(identityOf(process.pid) ?? '')).toBe(true)
    const dead = await deadProcess()
    expect(dead).not.toBe('')
    expect(isAlive(dead)).toBe(false)
  })

  it.runIf(process.platform === 'linux')('is not a later one with the same number', () => {
    expect(isAlive(`${process.pid} 1`)).toBe(false)
  })
})

describe('the lock', () => {
  it('lets one in at a time', async () => {
    const file = path.join(folder, 'lock')
    let inside = 0
    const most: number[] = []
    const enter = () =>
      withLock(file, async () => {
        most.push(++inside)
        await new Promise((resolve) => setTimeout(resolve, 5))
        inside--
      })
    await Promise.all([enter(), enter(), enter()])
    expect(most).toEqual([1, 1, 1])
    expect(readdirSync(folder)).toEqual([])
  })

  it('of a dead process is taken over, that of a living one is not', async () => {
    const file = path.join(folder, 'lock')
    writeFileSync(file, await deadProcess())
    expect(tryLock(file)).toBe(true)
    expect(tryLock(file)).toBe(false)
  })

  it('is released when the action fails', async () => {
    const file = path.join(folder, 'lock')
    await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(existsSync(file)).toBe(false)
  })
})

describe('the holders', () => {
  it('count each use of a living process', () => {
    const [first, second] = [hold(folder), hold(folder)]
    release(first)
    expect(isHeld(folder)).toBe(true)
    release(second)
    expect(isHeld(folder)).toBe(false)
  })

  it('do not count a dead process, and forget it', async () => {
    writeFileSync(path.join(folder, '1.0'), await deadProcess())
    expect(isHeld(folder)).toBe(false)
    expect(readdirSync(folder)).toEqual([])
  })
})
