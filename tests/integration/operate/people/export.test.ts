import { expect, it } from 'vitest'
import { exportPeople } from '../../../../lib/operate/people/export'
import { login } from '../../../support/entries'
import { FOREIGN_HASHES, FOREIGN_PASSWORD } from '../../../support/foreign-hashes'
import { exportedFrom, importLines } from '../../../support/people'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../../support/world'
import { aWorld, worldPerTest } from '../../../support/world-lifetime'

const world = worldPerTest()

const byEmail = (people: Record<string, unknown>[]) =>
  people.toSorted((one, other) => String(one.email).localeCompare(String(other.email)))

it('gives everybody as a line that an import takes, whole', async () => {
  const own = await aVerifiedUser(world, freshEmail())
  const people = Object.values(FOREIGN_HASHES).map((passwordHash, n) => ({
    email: `p${n}@example.com`,
    name: `Élodie “${n}” 🔑`,
    emailVerified: n % 2 === 0,
    locale: n % 3 === 0 ? 'en' : 'fr',
    createdAt: '2019-05-06T05:08:09.123Z',
    passwordHash,
  }))
  const without = {
    email: 'none@example.com',
    name: 'None',
    emailVerified: false,
    locale: 'fr',
    createdAt: '2020-01-01T00:00:00.000Z',
  }
  expect((await importLines(world, [...people, without])).refusals).toEqual([])
  const exported = await exportedFrom(world)
  const [first, ...others] = exported
  expect(byEmail(others)).toEqual(byEmail([...people, without]))
  expect(first).toMatchObject({ email: own.email, passwordHash: expect.stringMatching(/^\$2b\$04\$/) })

  const elsewhere = await aWorld()
  expect((await importLines(elsewhere, exported)).progress).toMatchObject({
    imported: exported.length,
    refused: 0,
  })
  expect(byEmail(await exportedFrom(elsewhere))).toEqual(byEmail(exported))
  expectOk(await login(elsewhere.ctx, { email: own.email, password: PASSWORD }, aVisitor()))
})

it('keeps a password of any length good in the next deployment', async () => {
  const long = `${FOREIGN_PASSWORD} ${'é'.repeat(60)}`
  const passwordHash = await world.ctx.passwords.hash(long)
  await importLines(world, [{ email: 'ada@example.com', name: 'Ada', passwordHash }])
  const [person] = await exportedFrom(world)
  expect(person).toMatchObject({ passwordHash })
  const email = freshEmail()
  const elsewhere = await aWorld()
  await importLines(elsewhere, [{ ...person, email }])
  expect((await login(elsewhere.ctx, { email, password: long.slice(0, -1) }, aVisitor())).ok).toBe(false)
  expectOk(await login(elsewhere.ctx, { email, password: long }, aVisitor()))
})

it('leaves out whoever is disabled, who would be open wherever the file is imported', async () => {
  await importLines(world, [
    { email: 'ada@example.com', name: 'Ada' },
    { email: 'bob@example.com', name: 'Bob' },
  ])
  await world.pool.query(`update users set disabled_at = now() where email = 'ada@example.com'`)
  const lines: string[] = []
  const exported = await exportPeople(world.ctx, async (text) => void lines.push(text))
  expect(exported).toEqual({ written: 1, withheld: 1 })
  expect(lines.join('')).not.toContain('ada@')
  const { rows } = await world.pool.query(`select user_id, detail from events where type = 'people_exported'`)
  expect(rows).toEqual([{ user_id: null, detail: '1' }])
})

it('shows one moment, however long its reader takes, page by page', async () => {
  const people = Array.from({ length: 2_500 }, (_, n) => ({ email: `p${n}@example.com`, name: 'P' }))
  await importLines(world, people)
  const pages: number[] = []
  await exportPeople(world.ctx, async (lines) => {
    if (pages.length === 0) {
      await importLines(world, [{ email: 'late@example.com', name: 'Late' }])
      await world.pool.query(`delete from users where email = 'p2400@example.com'`)
      await world.pool.query(`update users set name = 'Q'`)
    }
    expect(lines).not.toMatch(/late@|"Q"/)
    pages.push(lines.split('\n').length - 1)
  })
  expect(pages).toEqual([1_000, 1_000, 500])
})

it('ends when its reader does, and never begins a second time', async () => {
  await importLines(world, [{ email: 'ada@example.com', name: 'Ada' }])
  let calls = 0
  const gone = exportPeople(world.ctx, async () => {
    calls += 1
    // As PostgreSQL ends a transaction that is to run again.
    throw Object.assign(new Error('serialization failure'), { code: '40001' })
  })
  await expect(gone).rejects.toThrow()
  expect(calls).toBe(1)
})
