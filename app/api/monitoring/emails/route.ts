import { endpoint } from '@/app/api/endpoint'
import { donePath } from '@/app/monitoring/done-path'
import { type FormPages, fieldText } from '@/lib/http/form/pages'
import { actOnDeadMail } from '@/lib/operate/dead-mail/act'
import { operatorAct } from '../operator-act'
import { deadMailInput } from './input'

/** `act`, `id` and `cause` tell the forms of the page apart. */
const FORM: FormPages = {
  page: () => '/monitoring/emails',
  done: (fields) => donePath('emails', fieldText(fields, 'act')),
  keeps: ['act', 'id', 'cause'],
}

/** `POST /api/monitoring/emails`: an operator's act on messages that died, with a proof where the last one is too old. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/monitoring/emails',
  {
    POST: operatorAct(deadMailInput, actOnDeadMail),
  },
  FORM,
)
