import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { PERSON_KINDS } from '../../../lib/email/letters/table'
import { DAY, HOUR } from '../../../lib/kernel/clock'
import { LIFETIMES } from '../../../lib/kernel/lifetimes'
import { LOCALES } from '../../../lib/kernel/locale'
import { fillIn } from '../../../scripts/emails/describe'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const document = readFileSync(path.join(root, 'docs/WHAT_USERS_RECEIVE.md'), 'utf8')

const shown = [...document.matchAll(/(?:src="|\]\()(pictures\/[^")]+)/g)].map(([, name]) => name)
const taken = (folder: string) =>
  readdirSync(path.join(root, 'docs/pictures', folder)).map((name) => `pictures/${folder}/${name}`)

describe('docs/WHAT_USERS_RECEIVE.md', () => {
  it('says what e-mails and dashboard say: else run `npm run docs:emails`', () => {
    expect(fillIn(document)).toBe(document)
    expect(fillIn(document.replace('Vérifier mon email\n', 'Cliquez ici\n'))).toBe(document)
  })

  it('shows every picture of an e-mail and of a delivery, and none that is not there', () => {
    expect([...new Set(shown)].toSorted()).toEqual([...taken('emails'), ...taken('delivery')].toSorted())
    // On a phone and a computer, by day and by night.
    expect(taken('emails')).toHaveLength(PERSON_KINDS.length * LOCALES.length * 2 * 2)
  })

  it('names the lifetimes as they are', () => {
    expect(document).toContain(`works for ${LIFETIMES.verificationToken / HOUR} hours`)
    expect(document).toContain(`for ${LIFETIMES.expiredVerificationToken / DAY} days after that`)
  })
})
