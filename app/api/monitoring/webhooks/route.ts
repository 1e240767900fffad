import { endpoint } from '@/app/api/endpoint'
import { donePath } from '@/app/monitoring/done-path'
import { type FormPages, fieldText } from '@/lib/http/form/pages'
import { actOnWebhook } from '@/lib/operate/webhook/act'
import { operatorAct } from '../operator-act'
import { operatorWebhookInput } from './input'

/** `act` and `id` tell the forms of the page apart. */
const FORM: FormPages = {
  page: () => '/monitoring/webhooks',
  done: (fields) => donePath('webhooks', fieldText(fields, 'act')),
  keeps: ['act', 'id'],
}

/** `POST /api/monitoring/webhooks`: an operator's act on a receiver of events, with a proof where the last one is too old. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/monitoring/webhooks',
  {
    POST: operatorAct(operatorWebhookInput, actOnWebhook),
  },
  FORM,
)
