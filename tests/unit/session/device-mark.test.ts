import { describe, expect, it } from 'vitest'
import { keyedHash } from '../../../lib/kernel/seal'
import { isKnownDevice, knownDeviceMark, readMark } from '../../../lib/session/device/mark'

const env = { authSecrets: ['new-secret-0123456789-abcdefghijklmno'] }
const other = { authSecrets: ['old-secret-9876543210-onmlkjihgfedcba'] }
const account = { id: 2 ** 40 + 7, deviceEpoch: 3 }

const idOf = (mark: string) => Buffer.from(mark.split('.')[0] ?? '', 'base64url')

describe('the id of a device mark', () => {
  it('tells us its account and epoch, and nobody else', () => {
    const mark = knownDeviceMark(env, account)
    expect(readMark(env, mark)).toEqual(account)
    expect(readMark(other, mark)).toBe('unreadable')
    expect(isKnownDevice(env, account, mark)).toBe(true)
  })

  it('looks random: two of one account have no byte in common but by chance', () => {
    const ids = Array.from({ length: 1000 }, () => idOf(knownDeviceMark(env, account)))
    for (let place = 0; place < 16; place += 1)
      expect(new Set(ids.map((id) => id[place])).size).toBeGreaterThan(200)
  })

  it('is unreadable in a mark of an earlier release, and in a forged one', () => {
    const former = 'a'.repeat(22)
    const proof = keyedHash(env, 'known-device', `${former} 7 epoch 0`).toString('base64url')
    expect(readMark(env, `${former}.${proof}`)).toBe('unreadable')
    const [id = '', right = ''] = knownDeviceMark(env, account).split('.')
    expect(readMark(env, `${id}.${right.startsWith('A') ? 'B' : 'A'}${right.slice(1)}`)).toBe('unreadable')
  })

  it.each([null, '', 'no mark', 'a.b'])('is not looked for in %s', (text) => {
    expect(readMark(env, text)).toBeNull()
  })
})
