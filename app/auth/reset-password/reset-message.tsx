import button from '@/components/button/button.module.css'
import { FocusedHeading } from '@/components/panel/focused-heading'
import panel from '@/components/panel/panel.module.css'
import { Sign } from '@/components/panel/sign'
import type { RecoveryTexts } from '@/lib/i18n/texts/recovery/recovery'

const SIGNS = {
  expired: { shape: 'clock', tone: 'warm' },
  used: { shape: 'done', tone: 'accent' },
  invalid: { shape: 'broken', tone: 'warm' },
  none: { shape: 'mail', tone: 'accent' },
} as const

type ResetMessageProps = { view: keyof typeof SIGNS; isNews: boolean; texts: RecoveryTexts['reset'] }

/** A link that lets nobody choose a password, and the way to one that does. */
export function ResetMessage({ view, isNews, texts }: ResetMessageProps) {
  const heading = texts[`${view}Heading`]
  return (
    <div className={panel.message}>
      <Sign {...SIGNS[view]} />
      {isNews ? <FocusedHeading>{heading}</FocusedHeading> : <h1>{heading}</h1>}
      <p>{texts[`${view}More`]}</p>
      <a className={button.primary} href={view === 'used' ? '/login' : '/forgot-password'}>
        {view === 'used' ? texts.signIn : texts.newLink}
      </a>
      <a className={button.quiet} href={view === 'used' ? '/forgot-password' : '/login'}>
        {view === 'used' ? texts.newLink : texts.signIn}
      </a>
    </div>
  )
}
