import { type FormPages, fieldText } from '@/lib/http/form/pages'
import { LINK_PURPOSES, type LinkPurpose } from '@/lib/link/purposes'

/**
 * Pages around a plain form about a mailed link. A refusal leads back to the link's page; success leads to the same page
 * without the token, which is used up by then.
 */
export const linkPages = (purpose: LinkPurpose, keeps: readonly string[] = []): FormPages => {
  const { path } = LINK_PURPOSES[purpose]
  return {
    page: (fields) => `${path}?token=${encodeURIComponent(fieldText(fields, 'token'))}`,
    done: () => path,
    keeps,
    showsAnswer: true,
  }
}
