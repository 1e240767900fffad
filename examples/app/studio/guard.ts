import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { type Person, personOf } from './person'
import { BASE, huntazeUrl } from './settings'

/** Where somebody signs in, and comes back from. */
export const loginPage = (path: string): string => `${huntazeUrl()}/login?next=${encodeURIComponent(path)}`

/** The signed-in person; everybody else is sent to sign in, and from there to `path`. Each page calls it itself. */
export async function requirePerson(path = BASE): Promise<Person> {
  const person = await personOf((await headers()).get('cookie') ?? '')
  return person ?? redirect(loginPage(path))
}
