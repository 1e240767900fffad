import { describe, expect, it } from 'vitest'
import { composeEmail } from '../../../../lib/email/letters/compose'
import { MESSAGE_KINDS } from '../../../../lib/email/letters/kinds'
import { ACCOUNT_KINDS, LETTERS } from '../../../../lib/email/letters/table'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { linkUrl } from '../../../../lib/link/purposes'
import { FACTS } from '../../../support/emails'
import { testEnv } from '../../../support/world'

const env = testEnv('postgres://localhost/huntaze')
const data = { to: toEmailAddress('jean@example.com'), name: 'Jean', locale: 'fr' as const, facts: FACTS }
const token = '0f'.repeat(32)

describe.each(MESSAGE_KINDS)('%s', (kind) => {
  const { link } = LETTERS[kind]

  it('carries the link of its purpose, and no token otherwise', () => {
    const { text } = composeEmail(env, { id: 7, kind }, { ...data, token })
    expect(text.includes(token)).toBe(link !== null)
    if (link !== null) expect(text).toContain(linkUrl(env, link, token))
  })

  it('is not composed without the token of its link', () => {
    const compose = () => composeEmail(env, { id: 7, kind }, data)
    if (link !== null) expect(compose).toThrow('no token')
    else expect(compose().text).not.toBe('')
  })
})

it('goes to an account, but for the farewell and the canary, and obeys suppression there', () => {
  const others = MESSAGE_KINDS.filter((kind) => !ACCOUNT_KINDS.includes(kind as never))
  expect(others).toEqual(['account_deleted', 'canary'])
  expect(MESSAGE_KINDS.filter((kind) => !LETTERS[kind].obeysSuppression)).toEqual(['canary'])
})
