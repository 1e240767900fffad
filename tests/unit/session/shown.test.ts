import { expect, it } from 'vitest'
import { nameShown, openShown } from '../../../lib/session/shown'

const secret = (letter: string) => letter.repeat(43)
const withSecrets = (...authSecrets: string[]) =>
  ({ env: { authSecrets } }) as unknown as Parameters<typeof nameShown>[0]

const old = withSecrets(secret('a'))
const JEAN = { id: 4711, email: 'jean@example.com' }

it('names the account that a page shows, and is read again', () => {
  expect(openShown(old, nameShown(old, JEAN))).toEqual(JEAN)
})

it('tells neither the account’s number nor its address, and no two are alike', () => {
  const names = [nameShown(old, JEAN), nameShown(old, JEAN)]
  expect(new Set(names).size).toBe(2)
  for (const name of names) {
    expect(name).toMatch(/^[\w-]+$/)
    expect(Buffer.from(name, 'base64url').toString('latin1')).not.toMatch(/4711|jean|example/)
  }
})

it('fits into the field, whatever the address', () => {
  const longest = { id: Number.MAX_SAFE_INTEGER, email: 'a'.repeat(254) }
  expect(nameShown(old, longest).length).toBeLessThan(1024)
})

it('is read with every configured secret, and with no other', () => {
  const name = nameShown(old, JEAN)
  expect(openShown(withSecrets(secret('b'), secret('a')), name)).toEqual(JEAN)
  expect(openShown(withSecrets(secret('b')), name)).toBeUndefined()
})

it.each(['', 'x', '4711', 'AAAA'.repeat(40)])('%j names nobody', (name) => {
  expect(openShown(old, name)).toBeUndefined()
})
