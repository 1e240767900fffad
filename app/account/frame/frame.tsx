import type { ReactNode } from 'react'
import { Shell } from '@/components/shell/shell'
import type { PublicUser } from '@/lib/account/account'
import { requestLocale } from '@/lib/http/page/request-locale'
import { type AccountTexts, accountTexts } from '@/lib/i18n/texts/account/account'
import styles from './frame.module.css'
import { Icon } from './glyph'

const SECTIONS = {
  profile: '/account',
  security: '/account/security',
  sessions: '/account/sessions',
  activity: '/account/activity',
  data: '/account/data',
} as const

export type Section = keyof typeof SECTIONS

function Sections({ current, texts }: { current: Section; texts: AccountTexts['sections'] }) {
  return (
    <nav className={styles.sections} aria-label={texts.label}>
      {Object.entries(SECTIONS).map(([section, href]) => (
        <a key={section} href={href} aria-current={section === current ? 'page' : undefined}>
          <Icon shape={section as Section} />
          <span>{texts[section as Section]}</span>
        </a>
      ))}
    </nav>
  )
}

type AccountFrameProps = {
  user: PublicUser
  section: Section
  /** Of a page below a section. */
  heading?: { title: string; lead: string }
  children: ReactNode
}

/** Shell, sections and heading of a page about the own account. */
export async function AccountFrame({ user, section, heading, children }: AccountFrameProps) {
  const texts = accountTexts(await requestLocale())
  const { title, lead } = heading ?? texts[section]
  return (
    <Shell account={{ userId: user.id, email: user.email }} measure="wide">
      <div className={styles.frame}>
        <Sections current={section} texts={texts.sections} />
        <div className={styles.content}>
          <div className={styles.head}>
            <h1>{title}</h1>
            <p>{lead}</p>
          </div>
          {children}
        </div>
      </div>
    </Shell>
  )
}
