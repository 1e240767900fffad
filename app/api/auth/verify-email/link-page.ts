import { type FormFields, fieldText } from '@/lib/http/form/pages'

/** The page of a mailed link, without what the link proves. */
export const VERIFICATION_PAGE = '/auth/verify-email'

/** The page of the link that a form is about. */
export const linkPage = (fields: FormFields): string =>
  `${VERIFICATION_PAGE}?token=${encodeURIComponent(fieldText(fields, 'token'))}`
