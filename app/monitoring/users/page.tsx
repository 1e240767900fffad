import type { Metadata } from 'next'
import button from '@/components/button/button.module.css'
import form from '@/components/form/form.module.css'
import { emailAddress } from '@/lib/account/email-address'
import { recordListing } from '@/lib/audit/record'
import { requireOperator } from '@/lib/http/page/guards'
import { operatorLook } from '@/lib/http/page/operator-look'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { requestPath } from '@/lib/http/page/request-path'
import { type PeopleTexts, peopleTexts } from '@/lib/i18n/texts/people'
import { findPeople } from '@/lib/operate/find'
import { ExportForm } from './export-form'
import head from './head.module.css'
import styles from './page.module.css'
import { ListHeading, PeopleTable } from './people-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: peopleTexts(await requestLocale()).accounts }
}

type UsersPageProps = { searchParams: Promise<{ q?: string | string[]; after?: string | string[] }> }

const pageLink = (term: string, after?: string): string => {
  const query = new URLSearchParams()
  if (term !== '') query.set('q', term)
  if (after !== undefined) query.set('after', after)
  return query.size === 0 ? '/monitoring/users' : `/monitoring/users?${query}`
}

function SearchForm({ term, texts }: { term: string; texts: PeopleTexts }) {
  return (
    <search>
      <form className={styles.search} action="/monitoring/users">
        <label htmlFor="q">{texts.search}</label>
        <span className={form.box}>
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={term}
            maxLength={254}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-describedby="q-hint"
          />
        </span>
        <button className={button.primary} type="submit">
          {texts.find}
        </button>
        <p className={form.hint} id="q-hint">
          {texts.searchHint}
        </p>
      </form>
    </search>
  )
}

function Nobody({ texts }: { texts: PeopleTexts }) {
  return (
    <div className={styles.nobody}>
      <p>
        <strong>{texts.none}</strong>
      </p>
      <p>{texts.noneMore}</p>
    </div>
  )
}

/** Search for an account. Each list that an operator reads is recorded. */
export default async function UsersPage({ searchParams }: UsersPageProps) {
  const operator = await requireOperator(await requestPath())
  const [{ q, after }, locale] = await Promise.all([searchParams, requestLocale()])
  const term = typeof q === 'string' ? q.trim() : ''
  const cursor = typeof after === 'string' ? after : undefined
  const wanted = { text: term, email: emailAddress.safeParse(term).data }
  const { people, next } = await findPeople(pageContext(), wanted, cursor)
  await recordListing(pageContext(), await operatorLook(operator))
  const texts = peopleTexts(locale)
  return (
    <>
      <div className={head.head}>
        <h1>{texts.accounts}</h1>
        <p>{texts.lead}</p>
      </div>
      <SearchForm term={term} texts={texts} />
      <section className={styles.list}>
        <ListHeading term={term} texts={texts} />
        {people.length > 0 ? <PeopleTable people={people} texts={texts} /> : <Nobody texts={texts} />}
        <nav className={styles.pager} aria-label={texts.accounts}>
          {cursor !== undefined && <a href={pageLink(term)}>{texts.firstPage}</a>}
          {cursor === undefined && term !== '' && <a href={pageLink('')}>{texts.clear}</a>}
          {next !== null && (
            <a className={styles.next} href={pageLink(term, next)}>
              {texts.nextPage}
            </a>
          )}
        </nav>
      </section>
      <ExportForm texts={texts} />
    </>
  )
}
