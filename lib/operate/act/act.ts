import type { Account } from '../../account/account'
import type { Context, InTransaction } from '../../kernel/context'
import type { Result } from '../../kernel/result'

/** An act of one operator on one account, whose row is locked. */
export type Act = { actorId: number; account: Account; sessionId?: string }

/** Codes that acts refuse with. */
export type ActRefusal = 'nothing_to_do' | 'own_account' | 'invalid_input' | 'rate_limited'

/** Performs one act in the open transaction. Its value is the event's `detail`, or null. */
export type PerformAct = (t: InTransaction<Context>, act: Act) => Promise<Result<string | null, ActRefusal>>
