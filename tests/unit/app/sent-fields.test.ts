import { expect, it } from 'vitest'
import { shownFields } from '../../../components/form/sent-fields'

it('a page shows no password, token or code again', () => {
  const secret = {
    password: 'p',
    currentPassword: 'p',
    newPassword: 'p',
    token: 't',
    code: 'c',
    emailCode: 'c',
  }
  expect(shownFields({ ...secret, email: 'jean@example.com', name: 'Jean' })).toEqual({
    email: 'jean@example.com',
    name: 'Jean',
  })
})
