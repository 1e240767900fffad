import { headers } from 'next/headers'
import { requirePerson } from '../studio/guard'
import { ideasOf } from '../studio/ideas'
import type { Idea } from '../studio/memory'
import { BASE } from '../studio/settings'
import { localeOf, type Texts, textsOf } from '../studio/texts'

const ACTION = `${BASE}/ideas`

function Header({ texts }: { texts: Texts }) {
  return (
    <header>
      <a className="skip" href="#content">
        {texts.skip}
      </a>
      <a className="name" href={BASE}>
        {texts.title}
      </a>
      <nav>
        <a href="/account">{texts.account}</a>
        <form method="post" action="/api/auth/logout">
          <button type="submit" className="quiet">
            {texts.signOut}
          </button>
        </form>
      </nav>
    </header>
  )
}

function Ideas({ ideas, texts }: { ideas: Idea[]; texts: Texts }) {
  if (ideas.length === 0) return <p className="empty">{texts.empty}</p>
  return (
    <ul>
      {ideas.map(({ id, text }) => (
        <li key={id}>
          <span id={`idea-${id}`}>{text}</span>
          <form method="post" action={ACTION}>
            <button
              type="submit"
              className="quiet"
              name="remove"
              value={id}
              id={`remove-${id}`}
              aria-labelledby={`remove-${id} idea-${id}`}
            >
              {texts.remove}
            </button>
          </form>
        </li>
      ))}
    </ul>
  )
}

/** `/studio`: the ideas of the signed-in person. */
export default async function StudioPage() {
  const person = await requirePerson(BASE)
  const texts = textsOf(localeOf(await headers()))
  return (
    <>
      <Header texts={texts} />
      <main id="content" tabIndex={-1}>
        <h1>{texts.greeting.replace('{name}', () => person.name)}</h1>
        <p className="lead">{texts.lead}</p>
        {!person.isVerified && (
          <p className="note">
            <span>{texts.unproven}</span> <a href="/dashboard">{texts.prove}</a>
          </p>
        )}
        <form method="post" action={ACTION} className="add">
          <label htmlFor="idea">{texts.field}</label>
          <div>
            <input id="idea" name="idea" required maxLength={140} autoComplete="off" />
            <button type="submit">{texts.add}</button>
          </div>
        </form>
        <h2>{texts.list}</h2>
        <Ideas ideas={ideasOf(person.id)} texts={texts} />
      </main>
    </>
  )
}
