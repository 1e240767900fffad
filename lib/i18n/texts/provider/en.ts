import type { ProviderTexts } from './fr'

export const en: ProviderTexts = {
  buttons: {
    or: 'or',
    continueWith: 'Continue with {provider}',
  },
  card: {
    heading: 'Linked accounts',
    lead: 'An account that you have elsewhere can open this one, too.',
    linkedAt: 'Linked on {date}',
    usedAt: 'last sign-in {when}',
    link: 'Link {provider}',
    unlink: 'Remove',
    unlinkNamed: 'Remove {provider}, linked on {date}',
    unlinked: 'The linked account is removed: it no longer opens this one.',
    linked: '{provider} is linked: it opens this account, too.',
  },
  offer: {
    title: 'Link an account',
    heading: 'Link {provider}?',
    lead: 'You came from {provider}. Once linked, it opens this account ({email}), too; everything else goes on working.',
    submit: 'Link {provider}',
    pending: 'Linking…',
    later: 'Not now',
  },
  password: {
    none: 'This account has no password.',
    choose: 'Choose a password',
    how: 'We send you a link to choose one.',
  },
  proof: {
    lead: 'This account has no password. Before you go on, sign in again with a linked account, or choose a password.',
  },
}
