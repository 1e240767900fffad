import { PRODUCT } from '../../kernel/brand'
import { type RenderedEmail, renderEmail } from './layout/render'

/** What no person reads: a message as long as ours are, to a machine that answers for its arrival. */
export const renderCanaryEmail = (): RenderedEmail =>
  renderEmail({
    locale: 'en',
    subject: `${PRODUCT} canary`,
    preheader: 'Does mail arrive?',
    blocks: [{ kind: 'paragraph', content: [`This message only shows that mail from ${PRODUCT} arrives.`] }],
    footer: [PRODUCT],
  })
