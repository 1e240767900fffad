import type { ComponentProps } from 'react'
import button from '@/components/button/button.module.css'
import { Message } from '@/components/panel/message'
import type { Sign } from '@/components/panel/sign'
import type { AddressTexts } from '@/lib/i18n/texts/address/address'
import type { DeadLink } from './link-view'

const SIGNS: Record<DeadLink, ComponentProps<typeof Sign>> = {
  expired: { shape: 'clock', tone: 'warm' },
  used: { shape: 'done', tone: 'good' },
  invalid: { shape: 'broken', tone: 'warm' },
  none: { shape: 'mail' },
}

type DeadLinkMessageProps = {
  state: DeadLink
  /** The page was alive when the link turned out to be dead. */
  isNews: boolean
  /** Its meaning on this page. */
  more: Partial<Record<DeadLink, string>>
  onward: { href: string; label: string }
  texts: AddressTexts['link']
}

/** A link that can no longer be used: why, and the way on. */
export function DeadLinkMessage({ state, isNews, more, onward, texts }: DeadLinkMessageProps) {
  const headings = {
    expired: texts.expiredHeading,
    used: texts.usedHeading,
    invalid: texts.invalidHeading,
    none: texts.noneHeading,
  }
  const usual = { expired: '', used: '', invalid: texts.invalidMore, none: texts.noneMore }
  return (
    <Message sign={SIGNS[state]} heading={headings[state]} isNews={isNews}>
      <p>{more[state] ?? usual[state]}</p>
      <a className={button.primary} href={onward.href}>
        {onward.label}
      </a>
    </Message>
  )
}
