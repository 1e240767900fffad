import { randomUUID } from 'node:crypto'
import { type Idea, memory } from './memory'

const MAX_LENGTH = 140
const MAX_IDEAS = 50

export const ideasOf = (person: string): Idea[] => memory.ideas.get(person) ?? []

/** Adds an idea. Nothing, or too many: nothing changes. */
export function addIdea(person: string, typed: string): void {
  const text = typed.trim().slice(0, MAX_LENGTH)
  const ideas = ideasOf(person)
  if (text && ideas.length < MAX_IDEAS) memory.ideas.set(person, [...ideas, { id: randomUUID(), text }])
}

export const removeIdea = (person: string, id: string): void =>
  void memory.ideas.set(
    person,
    ideasOf(person).filter((idea) => idea.id !== id),
  )
