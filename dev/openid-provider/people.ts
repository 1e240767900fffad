import { createHash } from 'node:crypto'

/** Somebody who signed in on the page: who they say they are. */
export type Person = { email: string; isVerified: boolean; name: string }

const people = new Map<string, Person>()

/** Remembers a person. One address is one person, whatever else they say. @returns the subject of their tokens */
export function remember(person: Person): string {
  const subject = createHash('sha256').update(person.email.toLowerCase()).digest('hex').slice(0, 24)
  people.set(subject, person)
  return subject
}

/** The claims of a person. */
export function claimsOf(subject: string) {
  const person = people.get(subject)
  if (!person) return { sub: subject }
  const { email, isVerified, name } = person
  return { sub: subject, email, email_verified: isVerified, ...(name !== '' && { name }) }
}
