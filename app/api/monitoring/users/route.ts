import { endpoint } from '@/app/api/endpoint'
import { donePath } from '@/app/monitoring/users/done-path'
import { type FormPages, fieldText } from '@/lib/http/form/pages'
import { fail, type Refused } from '@/lib/kernel/result'
import { perform } from '@/lib/operate/perform'
import { operatorAct } from '../operator-act'
import { operatorActInput } from './input'

/** `act` and `sessionId` tell the forms of a person's page apart. */
const FORM: FormPages = {
  page(fields) {
    const id = fieldText(fields, 'userId')
    return /^\d{1,15}$/.test(id) ? `/monitoring/users/${id}` : '/monitoring/users'
  },
  done: (fields) => donePath(fieldText(fields, 'act'), fieldText(fields, 'userId')),
  keeps: ['act', 'sessionId'],
}

/** The refusal of an act for want of a proof: here it has a code of its own, as pages of earlier releases know it. */
const inOperatorsWords = (refused: Refused): Refused =>
  refused.error.code === 'proof_needed' ? fail('password_needed', { fields: refused.error.fields }) : refused

/**
 * `POST /api/monitoring/users`: an operator's act on an account, with the operator's password where it was last given
 * more than ten minutes ago. Given, it renews the session, and the new cookie goes out whatever becomes of the act.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/monitoring/users',
  {
    POST: operatorAct(operatorActInput, perform, inOperatorsWords),
  },
  FORM,
)
