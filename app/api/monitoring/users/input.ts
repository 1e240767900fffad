import { actInput } from '@/lib/operate/acts'
import { proofFields } from '@/lib/session/proof'
import { shownAccount } from '@/lib/session/shown'

/** An act, with the operator's account as the page showed it, and the proof where it has to be given again. */
export const operatorActInput = actInput.extend({
  account: shownAccount,
  ...proofFields,
})
