import type { EmailSentences } from './sentences'

/** Written with its no-break spaces, as subjects and headings are fixed to the letter. */
export const en: EmailSentences = {
  verification: {
    subject: 'Verify your email',
    preheader: 'One more click to finish signing up.',
    greeting: 'Welcome {name}! 👋',
    intro:
      'Thank you for choosing Huntaze. To finish signing up, please confirm that this email address is yours.',
    button: 'Verify my email',
    expiry: 'This link is valid for {duration}. After that, you can ask for a new one.',
    code: 'Or type this code in the page on which you wait for this email:',
    reason: 'You are receiving this email because somebody created a Huntaze account with this address.',
    notMe: 'Was it not you? Open the link and choose “This was not me”: that account will be deleted.',
  },
  welcome: {
    subject: 'Welcome to Huntaze! 🎉',
    preheader: 'Your account is ready.',
    heading: 'Your email is verified! 🎉',
    intro: 'Thank you, {name}. Your address is confirmed and your Huntaze account is ready.',
    next: 'Everything starts on your dashboard.',
    button: 'Go to the dashboard',
    reason: 'You are receiving this email because this address has just been verified on Huntaze.',
  },
  address_in_use: {
    subject: 'You already have a Huntaze account',
    preheader: 'Somebody tried to sign up with your address.',
    heading: 'You already have an account',
    paragraphs: [
      'Hello {name}. Somebody has just tried to create an account with your address. Nothing changed in yours.',
      'Was it you? Sign in. Forgot your password? The sign-in page helps you choose another one.',
    ],
    button: 'Sign in',
    more: ['Was it not you? There is nothing to do: nobody got into your account.'],
    reason:
      'You are receiving this email, once a day at most, because this address belongs to a Huntaze account.',
  },
  password_reset: {
    subject: 'Reset your password',
    preheader: 'A link to choose a new password.',
    heading: 'Choose a new password',
    paragraphs: [
      'Hello {name}. Here is the link you asked for, to choose a new password. All your devices will then be signed out.',
    ],
    button: 'Choose a password',
    more: ['This link is valid for {duration} and works once.'],
    reason: 'You asked for nothing? Ignore this email: without this link, nobody can change your password.',
  },
  password_changed: {
    subject: 'Your password was changed',
    preheader: 'If it was not you, act now.',
    heading: 'Your password was changed',
    paragraphs: [
      'Hello {name}. The password of your account was changed on {when}. All other devices were signed out.',
      'Was it you? There is nothing to do.',
    ],
    button: 'This was not me',
    more: [
      'This button is valid for {duration}. It signs every device out and sends you a link to choose another password.',
    ],
    reason: 'You are receiving this email because this address belongs to a Huntaze account.',
  },
  email_change: {
    subject: 'Confirm your new address',
    preheader: 'One more click to change the address of your account.',
    heading: 'Confirm your new address',
    paragraphs: [
      'Hello {name}. You asked to make {email} the address of your Huntaze account. The former one stays in force until this one is confirmed.',
    ],
    button: 'Confirm this address',
    more: ['This link is valid for {duration}. Open it in the browser in which you are signed in.'],
    reason:
      'You asked for nothing? Ignore this email: nothing will change, and this address will receive nothing else.',
  },
  email_changed: {
    subject: 'The address of your account was changed',
    preheader: 'If it was not you, restore it.',
    heading: 'The address of your account was changed',
    paragraphs: [
      'Hello {name}. Since {when} your Huntaze account has another address: {email}. This one no longer signs you in.',
      'Was it you? There is nothing to do.',
    ],
    button: 'Restore this address',
    more: [
      'This button is valid for {duration}. It restores this address, signs every device out and sends you a link to choose another password.',
    ],
    reason: 'You are receiving this email because this address belonged to a Huntaze account.',
  },
  new_device: {
    subject: 'New sign-in to your account',
    preheader: 'From a device that we do not know.',
    heading: 'New sign-in to your account',
    paragraphs: [
      'Hello {name}. Somebody signed in to your account with your password on {when}, from {device}.',
      'Was it you? There is nothing to do.',
    ],
    button: 'This was not me',
    more: [
      'This button is valid for {duration}. It ends that session and sends you a link to choose another password.',
    ],
    reason: 'You are receiving this email because this device signs in to your account for the first time.',
  },
  factor_added: {
    subject: 'A way to sign in was added',
    preheader: 'If it was not you, act now.',
    heading: 'A way to sign in was added',
    paragraphs: [
      'Hello {name}. {wayIn} was added to your account on {when}.',
      'Was it you? There is nothing to do.',
    ],
    button: 'This was not me',
    more: [
      'This button is valid for {duration}. It removes what was added since, signs every device out and sends you a link to choose another password.',
    ],
    reason: 'You are receiving this email because this address belongs to a Huntaze account.',
  },
  factor_removed: {
    subject: 'A way to sign in was removed',
    preheader: 'If it was not you, act now.',
    heading: 'A way to sign in was removed',
    paragraphs: [
      'Hello {name}. {wayIn} was removed from your account on {when}.',
      'Was it you? There is nothing to do.',
    ],
    button: 'This was not me',
    more: [
      'This button is valid for {duration}. It signs every device out and sends you a link to choose another password.',
    ],
    reason: 'You are receiving this email because this address belongs to a Huntaze account.',
  },
  recovery_code_used: {
    subject: 'A recovery code was used',
    preheader: 'If it was not you, act now.',
    heading: 'A recovery code was used',
    paragraphs: [
      'Hello {name}. One of your recovery codes was used on {when}, in place of your second step. It works no more.',
      'Was it you? Make new codes before you run out of them.',
    ],
    button: 'This was not me',
    more: [
      'This button is valid for {duration}. It signs every device out and sends you a link to choose another password.',
    ],
    reason: 'You are receiving this email because this address belongs to a Huntaze account.',
  },
  second_step_failed: {
    subject: 'Somebody failed at your second step',
    preheader: 'Your password may be known to somebody else.',
    heading: 'Somebody failed at your second step',
    paragraphs: [
      'Hello {name}. On {when} somebody gave your right password, and then five wrong codes, from {device}. They did not get in.',
      'Was it you? Check that the clock of your phone is right, or use a recovery code.',
    ],
    button: 'This was not me',
    more: [
      'This button is valid for {duration}. It signs every device out and sends you a link to choose another password.',
    ],
    reason:
      'You are receiving this email, once a day at most, because this address belongs to a Huntaze account.',
  },
  factor_removal_asked: {
    subject: 'Somebody says that your second step is lost',
    preheader: 'If it was not you, stop it now.',
    heading: 'Somebody says that your second step is lost',
    paragraphs: [
      'Hello {name}. On {when} somebody with your password asked to sign in without your second step, which they say is lost.',
      'Was it you? From {due} on, your password alone will let you in, for a week. Should you find your second step again, sign in with it: that ends the request.',
    ],
    button: 'This was not me',
    more: [
      'This button is valid for {duration}. It ends the request, signs every device out and sends you a link to choose another password.',
    ],
    reason: 'You are receiving this email because this address belongs to a Huntaze account.',
  },
  account_deleted: {
    subject: 'Your account was deleted',
    preheader: 'Your data is erased.',
    heading: 'Your account was deleted',
    paragraphs: [
      'Goodbye {name}. Your account and your data were erased on {when}, and this address is free again.',
      'Thank you for the time with us. You will always be welcome.',
    ],
    more: ['Was it not you? Write to us at once: {contact}.'],
    reason: 'This is the last email you receive from us.',
  },
  fallback: 'The button does not work? {link}, or copy this address into your browser:',
  fallbackLink: 'Open this link',
  answers: 'A question? Simply reply to this email.',
  noAnswers: 'This email is automatic: nobody reads replies to it.',
  signature: 'Huntaze, the platform for content creators',
  wayIn: {
    totp: 'An authenticator app',
    passkey: 'A passkey',
    provider: 'An account at another service',
  },
  device: { known: '{browser} on {system}', unknown: 'an unknown device', place: '{device} ({country})' },
}
