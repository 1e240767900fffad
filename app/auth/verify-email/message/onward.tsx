import button from '@/components/button/button.module.css'
import type { PageTexts } from '@/lib/i18n/texts/pages'

type OnwardProps = { look: 'primary' | 'quiet'; isSignedIn: boolean; texts: PageTexts['verify'] }

/** Link to the dashboard, or to signing in. */
export function Onward({ look, isSignedIn, texts }: OnwardProps) {
  return (
    <a className={button[look]} href={isSignedIn ? '/dashboard' : '/login'}>
      {isSignedIn ? texts.openDashboard : texts.signIn}
    </a>
  )
}
