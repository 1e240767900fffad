import type { Metadata } from 'next'
import button from '@/components/button/button.module.css'
import { Shell } from '@/components/shell/shell'
import { openToAll } from '@/lib/http/page/guards'
import { requestLocale } from '@/lib/http/page/request-locale'
import { type PageTexts, pageTexts } from '@/lib/i18n/texts/pages'
import styles from './home.module.css'
import { Scene } from './scene'

export async function generateMetadata(): Promise<Metadata> {
  const { home } = pageTexts(await requestLocale())
  return { title: { absolute: home.title }, robots: { index: true } }
}

function Steps({ home }: { home: PageTexts['home'] }) {
  return (
    <section className={styles.steps} aria-labelledby="steps">
      <h2 id="steps">{home.steps}</h2>
      <ol>
        <li>
          <strong>{home.stepAccount}</strong>
          <p>{home.stepAccountMore}</p>
        </li>
        <li>
          <strong>{home.stepEmail}</strong>
          <p>{home.stepEmailMore}</p>
        </li>
        <li>
          <strong>{home.stepDashboard}</strong>
          <p>{home.stepDashboardMore}</p>
        </li>
      </ol>
    </section>
  )
}

export default async function HomePage() {
  const [locale, user] = await Promise.all([requestLocale(), openToAll()])
  const { home } = pageTexts(locale)
  return (
    <Shell measure="wide" account={user ? { userId: user.id, email: user.email } : undefined}>
      <div className={styles.hero}>
        <div className={styles.pitch}>
          <h1>{home.heading}</h1>
          <p>{home.lead}</p>
          <div className={styles.actions}>
            {user ? (
              <a className={button.primary} href="/dashboard">
                {home.openDashboard}
              </a>
            ) : (
              <>
                <a className={button.primary} href="/register">
                  {home.createAccount}
                </a>
                <a className={button.secondary} href="/login">
                  {home.signIn}
                </a>
              </>
            )}
          </div>
        </div>
        <Scene />
      </div>
      <Steps home={home} />
    </Shell>
  )
}
