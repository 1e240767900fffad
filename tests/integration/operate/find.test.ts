import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { emailAddress } from '../../../lib/account/email-address'
import { recipientHash, suppress } from '../../../lib/email/report/suppression'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { findPeople } from '../../../lib/operate/find'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

const add = async (name: string, email: string): Promise<void> => {
  await world.pool.query(`insert into users (name, email, password_hash) values ($1, $2, 'x')`, [name, email])
}

/** Searches as the page does. */
const find = (text: string, after?: string) =>
  findPeople(world.ctx, { text, email: emailAddress.safeParse(text).data }, after)

const names = async (text: string) => (await find(text)).people.map(({ name }) => name)

/** Every page, one after another. */
async function everybody(text: string): Promise<number[]> {
  const ids: number[] = []
  let after: string | undefined
  for (;;) {
    const { people, next } = await find(text, after)
    ids.push(...people.map(({ id }) => id))
    if (next === null) return ids
    after = next
  }
}

describe('searching accounts', () => {
  beforeAll(async () => {
    await add('Hélène de la Tour', 'h.tour@example.com')
    await add('ÉMILE Zola', 'emile@xn--bcher-kva.example')
    await add('Cher', 'cher@example.com')
    await add('Jean_Luc 100%', 'percent@example.com')
  })

  it.each([
    ['the whole address', 'h.tour@example.com', ['Hélène de la Tour']],
    ['an address as it is typed', ' H.Tour@EXAMPLE.com ', ['Hélène de la Tour']],
    ['an address out of a contact card', '\u202ah.tour@example.com\u202c', ['Hélène de la Tour']],
    ['a beginning with what nobody sees around it', '\u200bh.tou\u2060 ', ['Hélène de la Tour']],
    ['an international domain as it is written', 'emile@bücher.example', ['ÉMILE Zola']],
    ['the beginning of an address', 'H.TOU', ['Hélène de la Tour']],
    ['the beginning of a name', 'hélène de', ['Hélène de la Tour']],
    ['a name without its accents', 'helene', ['Hélène de la Tour']],
    ['a name with other accents and capitals', 'èmÎle  ZOL', ['ÉMILE Zola']],
    ['the last name', 'zola', ['ÉMILE Zola']],
    ['one word that is address, name and last name', 'cher', ['Cher']],
    ['nothing that is there', 'nobody', []],
    ['wildcards, which mean themselves', '%', []],
    ['wildcards, which mean themselves', 'Jean_Luc 100%', ['Jean_Luc 100%']],
    ['a NUL, which no text holds', 'h\0', []],
    ['half a character', '\ud83d', []],
    ['a quote', "o'", []],
  ])('finds by %s: %j', async (_how, text, expected) => {
    expect(await names(text)).toEqual(expected)
  })

  it('says which addresses refuse mail', async () => {
    await add('Refused', 'refused@example.com')
    expect((await find('refused')).people).toMatchObject([{ isSuppressed: false }])
    const [message] = (
      await world.pool.query(
        `insert into email_messages (kind, status, due_at) values ('welcome', 'sent', now()) returning id`,
      )
    ).rows
    await suppress(world.ctx, {
      recipientHash: recipientHash(toEmailAddress('refused@example.com')),
      reason: 'bounce',
      messageId: Number(message.id),
    })
    expect((await find('refused')).people).toMatchObject([{ isSuppressed: true }])
    expect((await find('cher')).people).toMatchObject([{ isSuppressed: false }])
  })
})

describe('paging', () => {
  beforeAll(async () => {
    await world.pool.query(`
      insert into users (name, email, password_hash)
      select case when n % 3 = 0 then 'Martin ' || n when n % 3 = 1 then 'Anne Martin' else 'Paul Durand' end,
             case when n % 2 = 0 then 'martin' || n else 'p' || n end || '@example.com', 'x'
      from generate_series(1, 200) n`)
  })

  it('shows everybody once, in the order of what matched', async () => {
    const ids = await everybody('martin')
    const { rows } = await world.pool.query(
      `select id from users where email like 'martin%' or name ilike 'martin%' or name ilike '% martin'`,
    )
    expect(ids).toHaveLength(rows.length)
    expect(new Set(ids)).toEqual(new Set(rows.map(({ id }) => Number(id))))
  })

  it('shows everybody once without a text, the newest first', async () => {
    const ids = await everybody('')
    const { rows } = await world.pool.query('select id from users order by id desc')
    expect(ids).toEqual(rows.map(({ id }) => Number(id)))
  })

  it.each(['martin', ''])(
    'goes on where it was, though the account that a page ended with is gone: %j',
    async (text) => {
      const everyone = await everybody(text)
      const { next, people } = await find(text)
      const last = people.at(-1)?.id
      await world.pool.query(
        text === ''
          ? 'delete from users where id = $1'
          : `update users set name = 'Other', email = 'other@example.com' where id = $1`,
        [last],
      )
      const rest = await find(text, next ?? undefined)
      expect(rest.people.map(({ id }) => id)).toEqual(everyone.slice(25, 50))
    },
  )

  it('tells nobody in a link where it is, and goes on in its own search alone', async () => {
    const { next, people } = await find('martin')
    expect(Buffer.from(next ?? '', 'base64url').toString('latin1')).not.toMatch(/martin/i)
    for (const cursor of [next ?? '', '0', '', 'AAAA', `${next}A`]) {
      expect((await find('anne', cursor)).people).toEqual((await find('anne')).people)
    }
    expect((await find('martin', `x${next}`)).people).toEqual(people)
  })
})

describe('among many', () => {
  it('reads ranges of indexes, never the whole table', { timeout: 120_000 }, async () => {
    // In parts, so that no statement takes as long as the application waits for one.
    for (let first = 1; first < 100_000; first += 10_000) {
      await world.pool.query(
        `insert into users (name, email, password_hash)
         select 'Prenom' || n % 977 || ' Nom' || n % 5003, 'u' || n || '@example.com', 'x'
         from generate_series($1::int, $1::int + 9999) n`,
        [first],
      )
    }
    await world.pool.query('analyze users')
    const plans: string[] = []
    const explaining = Object.create(world.ctx.db)
    explaining.execute = async (query: Parameters<typeof world.ctx.db.execute>[0]) => {
      const { rows } = await world.ctx.db.execute(sql`explain ${query as never}`)
      plans.push(rows.map((row) => Object.values(row)[0]).join('\n'))
      return await world.ctx.db.execute(query)
    }
    for (const text of ['nom42', 'u7', 'prenom12 nom', 'u77777@example.com', 'n']) {
      const first = await findPeople({ ...world.ctx, db: explaining }, { text })
      if (first.next !== null) await findPeople({ ...world.ctx, db: explaining }, { text }, first.next)
    }
    expect(plans.length).toBeGreaterThan(8)
    expect(plans.filter((plan) => plan.includes('Seq Scan'))).toEqual([])
    expect(plans.filter((plan) => !plan.includes('_search_idx') && !plan.includes('users_pkey'))).toEqual([])
  })
})
