import type { Locale } from '../../kernel/locale'
import { frenchSpacing } from '../french-spacing'

type ExportTexts = {
  intro: string
  /** The rows of a table, described to their person. */
  about: Record<string, string>
  kept: { account: string; session: string; until: string; after: string; lifted: string }
  withheld: { secret: string; hash: string; sealed: string }
  limits: string
}

const fr: ExportTexts = frenchSpacing({
  intro:
    'Tout ce que nos tables contiennent à votre sujet, sauf les secrets. Les instants sont en temps universel (ISO 8601).',
  about: {
    users: 'Votre compte.',
    signups: 'Jusqu’où votre inscription est allée, pour nos statistiques.',
    sessions: 'Vos sessions encore ouvertes.',
    session_keys: 'Les clés publiques des navigateurs auxquels vos sessions sont liées.',
    totp_secrets: 'Votre application d’authentification.',
    recovery_codes: 'Vos codes de secours encore bons.',
    passkeys: 'Vos clés d’accès.',
    sign_in_steps: 'Vos connexions qui attendent leur seconde étape.',
    factor_removals: 'Votre demande de vous connecter sans la seconde étape perdue.',
    identities: 'Vos comptes chez des fournisseurs, liés à celui-ci.',
    identity_offers: 'Des comptes chez des fournisseurs qui ont votre adresse, et que vous pouvez lier.',
    email_verification_tokens: 'Les liens qui vous ont été envoyés et n’ont pas encore servi.',
    email_verification_uses: 'Les liens que vous avez utilisés.',
    email_messages: 'Nos messages pour vous et leur sort. Leur contenu est effacé dès l’envoi.',
    email_events: 'Ce que les serveurs de messagerie ont rapporté de ces messages.',
    email_suppressions: 'Si votre adresse ne reçoit plus nos messages, et pourquoi.',
    webhook_events:
      'Ce que nous avons signalé aux autres services de la plateforme, sous votre seul identifiant opaque.',
    events: 'Ce qui est arrivé à votre compte, et vos actes d’opérateur sur d’autres comptes.',
  },
  kept: {
    account: 'aussi longtemps que le compte',
    session: 'aussi longtemps que leur session',
    until: 'jusqu’à « {column} »',
    after: '{days} jours après « {column} »',
    lifted: 'jusqu’à ce qu’un opérateur la rétablisse',
  },
  withheld: {
    secret: 'un secret, qui permettrait d’agir à votre place',
    hash: 'une empreinte, dans laquelle personne ne peut rien lire',
    sealed: 'chiffré jusqu’à l’envoi, car il peut contenir un lien secret',
  },
  limits:
    'Des compteurs contre les abus retiennent votre adresse et votre réseau sous forme d’empreintes ; ils expirent d’eux-mêmes, en 30 jours au plus.',
})

const en: ExportTexts = {
  intro: 'Everything our tables hold about you, but secrets. Moments are in universal time (ISO 8601).',
  about: {
    users: 'Your account.',
    signups: 'How far your sign-up got, for our statistics.',
    sessions: 'Your sessions that are still open.',
    session_keys: 'The public keys of the browsers that your sessions are bound to.',
    totp_secrets: 'Your authenticator app.',
    recovery_codes: 'Your recovery codes that are still good.',
    passkeys: 'Your passkeys.',
    sign_in_steps: 'Your sign-ins that wait for their second step.',
    factor_removals: 'Your wish to sign in without the lost second step.',
    identities: 'Your accounts at providers, linked to this one.',
    identity_offers: 'Accounts at providers that have your address, and that you can link.',
    email_verification_tokens: 'Links that were mailed to you and have not been used yet.',
    email_verification_uses: 'Links that you have used.',
    email_messages: 'Our messages to you, and what became of each. Their text is erased once they are sent.',
    email_events: 'Reports of mail servers about these messages.',
    email_suppressions: 'Whether your address no longer gets our messages, and why.',
    webhook_events: 'What we told the other services of the platform, under your opaque identifier alone.',
    events: 'What happened to your account, and your acts as an operator on other accounts.',
  },
  kept: {
    account: 'as long as the account',
    session: 'as long as their session',
    until: 'until “{column}”',
    after: '{days} days after “{column}”',
    lifted: 'until an operator restores it',
  },
  withheld: {
    secret: 'a secret that would let somebody act in your place',
    hash: 'a hash, in which nobody can read anything',
    sealed: 'encrypted until it is sent, because it may hold a secret link',
  },
  limits:
    'Counters against misuse hold your address and your network as hashes; they expire by themselves, within 30 days.',
}

/** The sentences in a person's export. */
export const EXPORT: Record<Locale, ExportTexts> = { fr, en }
