/** What this service keeps of people, by the `sub` of their tokens: how often they came. */
const visits = new Map()

export function countVisit(person) {
  const count = (visits.get(person) ?? 0) + 1
  visits.set(person, count)
  return count
}

export const forget = (person) => void visits.delete(person)
