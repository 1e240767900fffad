import type { Locale } from '../../kernel/locale'

/** The sentences of the verification e-mail. `{name}` and `{duration}` are filled in by the template. */
type VerificationSentences = {
  subject: string
  preheader: string
  greeting: string
  intro: string
  button: string
  expiry: string
  reason: string
  notMe: string
}

/** The sentences of the welcome e-mail. */
type WelcomeSentences = {
  subject: string
  preheader: string
  heading: string
  intro: string
  next: string
  button: string
  reason: string
}

type EmailSentences = {
  verification: VerificationSentences
  welcome: WelcomeSentences
  /** Above the button's address, for mail programs that do not show buttons. `{link}` is where `fallbackLink` stands. */
  fallback: string
  fallbackLink: string
  /** Where answers go to somebody, and where they do not. */
  answers: string
  noAnswers: string
  signature: string
}

/**
 * Everything an e-mail says, in every language. Subjects, greetings, headings and buttons are fixed to the letter,
 * ordinary spaces included; elsewhere French punctuation is preceded by U+00A0.
 */
export const EMAILS: Record<Locale, EmailSentences> = {
  fr: {
    verification: {
      subject: 'Vérifiez votre email',
      preheader: 'Plus qu’un clic pour terminer votre inscription.',
      greeting: 'Bienvenue {name} ! 👋',
      intro:
        'Merci d’avoir choisi Huntaze. Pour terminer votre inscription, confirmez que cette adresse email est bien la vôtre.',
      button: 'Vérifier mon email',
      expiry: 'Ce lien est valable {duration}. Passé ce délai, vous pourrez en demander un nouveau.',
      reason: 'Vous recevez cet email parce que quelqu’un a créé un compte Huntaze avec cette adresse.',
      notMe:
        'Ce n’était pas vous\u00a0? Ouvrez le lien et choisissez «\u00a0Ce n’était pas moi\u00a0»\u00a0: ce compte sera supprimé.',
    },
    welcome: {
      subject: 'Bienvenue sur Huntaze ! 🎉',
      preheader: 'Votre compte est prêt.',
      heading: 'Votre email est vérifié ! 🎉',
      intro: 'Merci {name}. Votre adresse est confirmée et votre compte Huntaze est prêt.',
      next: 'Tout commence sur votre dashboard.',
      button: 'Accéder au dashboard',
      reason: 'Vous recevez cet email parce que cette adresse vient d’être vérifiée sur Huntaze.',
    },
    fallback:
      'Le bouton ne fonctionne pas\u00a0? {link}, ou copiez cette adresse dans votre navigateur\u00a0:',
    fallbackLink: 'Ouvrez ce lien',
    answers: 'Une question\u00a0? Répondez simplement à cet email.',
    noAnswers: 'Cet email est automatique\u00a0: personne ne lit les réponses.',
    signature: 'Huntaze, la plateforme des créateurs de contenu',
  },
  en: {
    verification: {
      subject: 'Verify your email',
      preheader: 'One more click to finish signing up.',
      greeting: 'Welcome {name}! 👋',
      intro:
        'Thank you for choosing Huntaze. To finish signing up, please confirm that this email address is yours.',
      button: 'Verify my email',
      expiry: 'This link is valid for {duration}. After that, you can ask for a new one.',
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
    fallback: 'The button does not work? {link}, or copy this address into your browser:',
    fallbackLink: 'Open this link',
    answers: 'A question? Simply reply to this email.',
    noAnswers: 'This email is automatic: nobody reads replies to it.',
    signature: 'Huntaze, the platform for content creators',
  },
}
