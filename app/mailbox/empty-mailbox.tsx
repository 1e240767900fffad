import panel from '@/components/panel/panel.module.css'
import { Sign } from '@/components/panel/sign'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import styles from './empty-mailbox.module.css'

export function EmptyMailbox({ texts }: { texts: PageTexts['mailbox'] }) {
  return (
    <div className={`${panel.panel} ${panel.message} ${styles.empty}`}>
      <Sign shape="mail" />
      <h2>{texts.empty}</h2>
      <p>{texts.emptyMore}</p>
    </div>
  )
}
