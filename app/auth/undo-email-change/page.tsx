import type { Metadata } from 'next'
import { QuestionFlow } from '@/components/link/question-flow'
import panel from '@/components/panel/panel.module.css'
import { Sentence } from '@/components/sentence'
import { Shell } from '@/components/shell/shell'
import { openToAll } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { addressTexts } from '@/lib/i18n/texts/address/address'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { maskEmail } from '@/lib/kernel/text/mask-email'
import { inspectAddress } from '@/lib/link/page/inspect'

/** As on `/auth/verify-email`: the token stays in the address until it is used, and no request names it. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: addressTexts(await requestLocale()).undo.title, referrer: 'strict-origin' }
}

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Reads the link and changes nothing; the person in front of it decides. */
export default async function UndoEmailChangePage({ searchParams }: PageProps) {
  await openToAll()
  const [query, locale] = await Promise.all([searchParams, requestLocale()])
  const { start, token, link } = await inspectAddress(pageContext(), 'undo_email_change', query)
  const { undo, ...texts } = addressTexts(locale)
  const email = <bdi>{link ? maskEmail(link.email) : '•••'}</bdi>
  const asked = {
    heading: undo.heading,
    lead: (
      <p>
        <Sentence text={undo.lead} fill={{ email }} />
      </p>
    ),
    effects: <Sentence text={undo.effects} fill={{ email }} />,
    done: {
      heading: undo.doneHeading,
      more: (
        <>
          <p>{undo.doneMore}</p>
          <p>{texts.question.nextMail}</p>
        </>
      ),
    },
  }
  return (
    <Shell>
      <div className={panel.panel} data-link={start}>
        <QuestionFlow
          action="/api/auth/undo-email-change"
          start={start}
          token={token}
          asked={asked}
          dead={{
            more: { expired: undo.expiredMore, used: undo.usedMore },
            onward: { href: '/forgot-password', label: texts.link.newPassword },
          }}
          texts={{ link: texts.link, question: texts.question }}
          unreachable={pageTexts(locale).form.unreachable}
        />
      </div>
    </Shell>
  )
}
