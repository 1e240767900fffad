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
  return { title: addressTexts(await requestLocale()).notMe.title, referrer: 'strict-origin' }
}

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Reads the link and changes nothing; the person in front of it decides. */
export default async function NotMePage({ searchParams }: PageProps) {
  await openToAll()
  const [query, locale] = await Promise.all([searchParams, requestLocale()])
  const { start, token, link } = await inspectAddress(pageContext(), 'not_me', query)
  const { notMe, ...texts } = addressTexts(locale)
  const isOne = typeof link?.session === 'string'
  const email = <bdi>{link ? maskEmail(link.email) : '•••'}</bdi>
  const asked = {
    heading: isOne ? notMe.headingOne : notMe.headingAll,
    lead: (
      <p>
        <Sentence text={isOne ? notMe.leadOne : notMe.leadAll} fill={{ email }} />
      </p>
    ),
    effects: isOne ? notMe.effectsOne : notMe.effectsAll,
    done: {
      heading: notMe.doneHeading,
      more: (
        <>
          <p>{notMe.doneMore}</p>
          <p>{texts.question.nextMail}</p>
        </>
      ),
    },
  }
  return (
    <Shell>
      <div className={panel.panel} data-link={start}>
        <QuestionFlow
          action="/api/auth/not-me"
          start={start}
          token={token}
          asked={asked}
          dead={{
            more: { expired: notMe.expiredMore, used: notMe.usedMore },
            onward: { href: '/forgot-password', label: texts.link.newPassword },
          }}
          texts={{ link: texts.link, question: texts.question }}
          unreachable={pageTexts(locale).form.unreachable}
        />
      </div>
    </Shell>
  )
}
