import { deadMailActInput } from '@/lib/operate/dead-mail/acts'
import { proofFields } from '@/lib/session/proof'
import { shownAccount } from '@/lib/session/shown'

/** An act, with the operator's account as the page showed it, and the proof where it has to be given again. */
export const deadMailInput = deadMailActInput.extend({ account: shownAccount, ...proofFields })
