import type { AddressTexts } from './fr'

export const en: AddressTexts = {
  link: {
    expiredHeading: 'This link has expired',
    invalidHeading: 'Invalid link',
    invalidMore: 'This link is incomplete, or no longer exists. Copy all of it from your email.',
    noneHeading: 'Open the link in your email',
    noneMore: 'To open this page, follow the whole link that you received by email.',
    usedHeading: 'This link has already been used',
    signIn: 'Sign in',
    account: 'Open my account',
    newPassword: 'Choose a new password',
  },
  confirm: {
    title: 'New address',
    heading: 'Confirm your new address',
    lead: '{email} will replace {old} in your account, and you will sign in with it.',
    effects: 'Your other devices will be signed out. An email will tell the former address.',
    submit: 'Confirm this address',
    pending: 'Confirming…',
    signInHeading: 'Sign in to confirm',
    signInMore:
      'This link changes the address of an account. It works only in a browser that is signed in to that account: sign in, and we will bring you back here.',
    otherHeading: 'This link belongs to another account',
    otherMore: 'You are signed in as {email}. To confirm, sign in to the account whose address is to change.',
    otherSignIn: 'Switch accounts',
    keepAccount: 'Stay with this account',
    doneHeading: 'Address confirmed',
    doneMore: 'The address of your account is now {email}.',
    expiredMore:
      'A link to confirm works for 24 hours. The address of your account has not changed: ask for a new link in your account.',
    usedMore: 'There is nothing more to do here. Your account shows the address in force.',
    invalidMore:
      'This link is incomplete, or a more recent request replaced it. Your account shows the address in force.',
  },
  question: {
    legend: 'Was this you?',
    notMe: 'No, this was not me',
    me: 'Yes, this was me',
    meMore: 'Change nothing.',
    submit: 'Continue',
    pending: 'One moment…',
    keptHeading: 'Nothing has changed',
    keptMore: 'Thank you. Everything stays as it was, and you can close this page.',
    changeMind: 'Back to the question',
    nextMail:
      'An email is on its way, with a link to choose a new password. Do it right away: the link works for one hour.',
  },
  undo: {
    title: 'Restore an address',
    heading: 'The address of your account has changed',
    lead: 'Somebody replaced {email} with another address in your Huntaze account.',
    effects: 'Restore {email}, sign out all devices, and receive a link to choose a new password.',
    doneHeading: 'Address restored',
    doneMore: 'Your account has its address back, and all devices are signed out.',
    expiredMore: 'An address can be restored for 7 days. That time is over.',
    usedMore:
      'The address has already been restored, by this link or by another one. What remains is to choose a new password.',
  },
  notMe: {
    title: 'This was not me',
    headingOne: 'New sign-in to your account',
    headingAll: 'A change in your account',
    leadOne: 'Somebody signed in to the account {email} from a new device.',
    leadAll: 'An email told you of a change in the account {email}.',
    effectsOne: 'End that sign-in, and receive a link to choose a new password.',
    effectsAll: 'Sign out all devices, and receive a link to choose a new password.',
    doneHeading: 'Done',
    doneMore:
      'That person is no longer signed in to your account. You may have to sign in again on your own devices.',
    expiredMore:
      'This link worked for 7 days. In doubt? Choose a new password: all devices will be signed out.',
    usedMore:
      'You have already answered, or the address of the account has changed since. In doubt? Choose a new password.',
  },
}
