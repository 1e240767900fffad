/** Visits of people, by the `sub` of their tokens: all that this service keeps of them. */
const visits = new Map()

export function countVisit(person) {
  const count = (visits.get(person) ?? 0) + 1
  visits.set(person, count)
  return count
}

export const forget = (person) => void visits.delete(person)
