import type { RecoveryTexts } from './fr'

export const en: RecoveryTexts = {
  strength: {
    strong: 'This password is good.',
  },
  login: {
    forgot: 'Forgot your password?',
    changed: 'Your password is changed. Sign in with the new one.',
  },
  forgot: {
    title: 'Forgotten password',
    heading: 'Forgot your password?',
    lead: 'Enter your email, and we will send you a link to choose a new password.',
    submit: 'Send me a link',
    pending: 'Sending…',
    back: 'Back to sign-in',
    sentHeading: 'Look in your mailbox',
    sentLead: 'If this address has an account, a link that works for one hour is on its way there: {email}',
    sentMore: 'Nothing there? Look in the spam folder, and check that the address is the right one.',
    again: 'Send the link again',
    againWaiting: 'Can be sent again in {wait}',
    otherAddress: 'Try another address',
  },
  reset: {
    title: 'New password',
    heading: 'Choose a new password',
    lead: 'For the account {email}. All your devices will be signed out.',
    password: 'New password',
    submit: 'Change my password',
    pending: 'Changing…',
    expiredHeading: 'This link has expired',
    expiredMore: 'A link to change the password works for one hour. Ask for a new one.',
    usedHeading: 'This link has already been used',
    usedMore: 'It works only once. Sign in with your new password, or ask for another link.',
    invalidHeading: 'Invalid link',
    invalidMore:
      'This link is incomplete, or no longer exists. Copy all of it from your email, or ask for a new one.',
    noneHeading: 'Open the link in your email',
    noneMore: 'To choose a new password, follow the whole link in the email that you received.',
    newLink: 'Get a new link',
    signIn: 'Sign in',
  },
}
