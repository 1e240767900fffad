import { actInput } from '@/lib/operate/acts'
import { passwordText } from '@/lib/password/input'

/** An act, with the operator's password where it has to be given again. */
export const operatorActInput = actInput.extend({
  password: passwordText
    .optional()
    .describe(
      'The operator’s own: needed where it was last given more than 10 minutes ago, in this session.',
    ),
})
