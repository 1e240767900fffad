import { type FormFields, type FormPages, fieldText } from '@/lib/http/form/pages'
import { redirectTarget } from '@/lib/http/redirect-target'

const MAILBOX_PAGE = '/mailbox'

/** The message that the form stands beside, in the view that the person chose. */
function pageOf(fields: FormFields): string {
  const page = redirectTarget(fieldText(fields, 'page'))
  return page.split('?', 1)[0] === MAILBOX_PAGE ? page : MAILBOX_PAGE
}

/** Pages around the simulator's forms. */
export const SIMULATOR_FORM: FormPages = {
  page: pageOf,
  done: pageOf,
  keeps: ['report', 'server', 'fate'],
  showsAnswer: true,
}
