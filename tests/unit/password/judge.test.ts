import { dictionary } from '@zxcvbn-ts/language-common'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passwordDictionary } from '../../../lib/password/dictionary'
import { passwordProblem } from '../../../lib/password/judge'
import { processorTime } from '../../support/processor-time'

const jean = { name: 'Jean Dupont', email: 'jean.dupont75@mon-studio.fr' }
const judge = (password: string, owner = jean) => passwordProblem({ password, ...owner })

describe('length', () => {
  // ASVS 6.2.1
  it('is at least 8 and at most 1024 code points, in NFC', async () => {
    expect(await judge('')).toBe('password_too_short')
    expect(await judge('Xk9$mQ2')).toBe('password_too_short')
    expect(await judge('😀😁😂🤣😃😄😅')).toBe('password_too_short')
    expect(await judge('e\u0301à\u0300xù9ô')).toBe('password_too_short')
    expect(await judge('Xk9$mQ2v')).toBe(null)
    const long = Array.from({ length: 1024 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('')
    expect(await judge(long)).toBe(null)
    expect(await judge(`${long}x`)).toBe('password_too_long')
  })

  // ASVS 6.2.5
  it.each([
    'un vélo rouge sous la pluie',
    'correct horse battery staple',
    'maisonvertepommebleuelunes',
    'ma chatte fait ma sieste',
    '839201748392011',
    'maisonduchateau',
    'jeannotlapinvert',
    '日本語のパスワードは長いほうがいい',
    '😀😁😂🤣😃😄😅😆😉😊😋😎😍😘🥰',
    '               soleil de minuit',
  ])('speaks for %j, without any composition rule', async (password) => {
    expect(await judge(password)).toBe(null)
  })
})

describe('from 8 to 14', () => {
  it.each(['chatonrose42', 'Xk9$mQ2vLp', 'vélo-Lune-42', 'tr0ub4dor&3'])('%s is strong', async (password) => {
    expect(await judge(password)).toBe(null)
  })

  it.each(['soleilbleu', 'correcthorse', 'Lune-42!', 'Tr0ub4d!', 'chat$Bleu', 'G4rden$9'])(
    '%s is not',
    async (password) => expect(await judge(password)).toBe('password_weak'),
  )

  it('knows what its owner is called', async () => {
    expect(await judge('zorglub-kvrt4', { name: 'Zorglub Kvrt', email: 'a@b.fr' })).toBe('password_personal')
    expect(await judge('zorglub42x7')).toBe(null)
    expect(await judge('zorglub42x7', { name: 'Zorglub', email: 'a@b.fr' })).toBe('password_weak')
  })

  it('costs little more for leet spelling than for letters', async () => {
    const { guesses } = await passwordDictionary()
    const least = async (password: string) => {
      const costs: number[] = []
      for (let n = 0; n < 6; n += 1) costs.push(await processorTime(() => guesses(password, [])))
      return Math.min(...costs)
    }
    const ratio = (await least('4@!1|$s5o0e3 7')) / (await least('qkwjzvbnhgtrxd'))
    // Far from both: a few for what is meant, and a factor that doubles with every such letter for what is not.
    expect(ratio).toBeLessThan(50)
  })
})

describe('a known password', () => {
  // ASVS 6.2.4
  it('is refused: the 3,000 most common of at least 8 characters, in any case, and all longer ones', async () => {
    const listed = dictionary['passwords-common'].map(String).filter((password) => password.length >= 8)
    const sample = [...listed.slice(0, 3000), ...listed.filter((password) => password.length >= 15)]
    expect(listed.length).toBeGreaterThan(17_000)
    for (const password of sample) {
      expect(await judge(password), password).toBe('password_common')
      expect(await judge(password.toUpperCase()), password).toBe('password_common')
    }
  })

  // ASVS 6.2.12
  it.each([
    'password2026!!!!',
    '!!!Password12345',
    '2026-azertyuiop-2026',
    'ｐａｓｓｗｏｒｄ',
    'passwordpassword',
    'PasswordPassword1',
    'trustno1trustno1',
    'trustno1trustno1!',
    'password password password',
    'password123password123',
    'aaaaaaaaaaaaaaaaaaaa',
    'abababababababab',
    '111111111111111a',
    '123456781234567',
    '123456789012345',
    'azertyuiopqsdfghjklm',
    'mlkjhgfdsqpoiuytreza',
    'soleilbleusoleilbleu',
    '                    ',
  ])('%j is nothing else', async (password) => {
    expect(await judge(password)).toBe('password_common')
  })

  it.each(['dragon-7391-8265-4410', 'mon password favori', 'correcthorsecor', 'chatonrose42chatonrose42'])(
    '%j merely contains or repeats something',
    async (password) => expect(await judge(password)).toBe(null),
  )
})

// ASVS 2.2.3, 6.2.11
describe("its owner's name, address, or huntaze", () => {
  it.each([
    'JeanDupont',
    'dupont-jean-1234567890',
    'J3@nDup0nt',
    'jeandupontjeandupont',
    'j.e.a.n.d.u.p.o.n.t!',
    'JEÀN DÜPONT 1985',
    'jean.dupont75@mon-studio.fr',
    'jeandupont75',
    'monstudio2024',
    'mon-studio.fr',
    'Huntaze2026!',
    'huntazehuntaze',
    '!!!HUNT4Z3-dupont!!!',
  ])('%j is nothing else', async (password) => expect(await judge(password)).toBe('password_personal'))

  it.each([
    'jean mange une pomme',
    'Huntaze est un beau studio',
    'jeanne-calvados-83',
    'dupont et dupond partent',
  ])('%j merely contains one', async (password) => expect(await judge(password)).toBe(null))

  it('is found in any script, and whatever decorates it', async () => {
    expect(await judge('Виктория1987', { name: 'Виктория', email: 'a@b.fr' })).toBe('password_personal')
    expect(await judge('0612345678!!', { name: 'Léa', email: '0612345678@b.fr' })).toBe('password_personal')
    expect(await judge('dupont-1789!', { name: 'Léa', email: 'dupont75@b.fr' })).toBe('password_personal')
    const decoration = fc.string({
      unit: fc.constantFrom(...'0123456789 .-_!?#*&'),
      minLength: 3,
      maxLength: 40,
    })
    const property = fc.asyncProperty(decoration, decoration, async (before, after) => {
      expect(await judge(`${before}Dupont${after}`)).toBe('password_personal')
    })
    await fc.assert(property, { numRuns: 100 })
  })

  it('is not seen in digits alone', async () => {
    expect(await judge('8392017483920110', { name: 'Io Le', email: 'lea.75@b.fr' })).toBe(null)
    expect(await judge('839201748392075', { name: 'Io Le', email: 'lea.75@b.fr' })).toBe(null)
  })

  it('takes bounded time, however many words there are', async () => {
    const owner = { name: 'ab '.repeat(33).trim(), email: `${'ab.'.repeat(20)}ab@${'aa.'.repeat(60)}com` }
    await judge('Xk9$mQ2vLp')
    const passwords = [`${'a'.repeat(1023)}é`, '\ufdfa'.repeat(1024), `${'9'.repeat(1023)}a`]
    const spent = await processorTime(async () => {
      for (const password of passwords) await judge(password, owner)
    })
    expect(spent).toBeLessThan(1500)
  })
})

describe('the cost of judging', () => {
  it('is bounded, whatever the name folds to', async () => {
    // U+FDFA folds to eighteen characters.
    const name = Array.from({ length: 12 }, (_, index) => 'ﷺ'.repeat(index + 2)).join(' ')
    await passwordProblem({ password: 'warm up the dictionary', name: '', email: '' })
    const spent = await processorTime(async () => {
      await passwordProblem({ password: `${'ﷺ'.repeat(1023)}Z`, name, email: 'a@example.com' })
      await passwordProblem({
        password: `${'a'.repeat(200)}Z`,
        name: 'a aa aaa aaaa aaaaa',
        email: 'a@example.com',
      })
    })
    // Without the bounds this takes seconds; with them, some ten milliseconds.
    expect(spent).toBeLessThan(500)
  })
})
