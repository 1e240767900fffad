import { actInput } from '@/lib/operate/acts'
import { passwordText } from '@/lib/password/input'
import { shownAccount } from '@/lib/session/shown'

/** An act, with the operator's account as the page showed it, and the password where it has to be given again. */
export const operatorActInput = actInput.extend({
  account: shownAccount,
  password: passwordText
    .optional()
    .describe(
      'The operator’s own: needed where it was last given more than 10 minutes ago, in this session.',
    ),
})
