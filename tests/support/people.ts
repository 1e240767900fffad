import { exportPeople } from '../../lib/operate/people/export'
import { importPeople, type Progress, type Refusal } from '../../lib/operate/people/import'
import type { World } from './world'

/** A line of a file of people, or its text. */
export type PersonLine = Record<string, unknown> | string

export const ndjson = (people: PersonLine[]): string =>
  people.map((person) => `${typeof person === 'string' ? person : JSON.stringify(person)}\n`).join('')

/** Imports people as a file that holds them would. */
export async function importLines(
  world: World,
  people: PersonLine[],
  isDryRun = false,
): Promise<{ refusals: Refusal[]; progress: Progress }> {
  const refusals: Refusal[] = []
  async function* file(): AsyncGenerator<Buffer, void> {
    yield Buffer.from(ndjson(people))
  }
  const told = async (more: Refusal[]) => void refusals.push(...more)
  const progress = await importPeople(world.ctx, file(), { isDryRun, told })
  return { refusals, progress }
}

/** The people of an export. */
export async function exportedFrom(world: World): Promise<Record<string, unknown>[]> {
  let text = ''
  await exportPeople(world.ctx, async (lines) => {
    text += lines
  })
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
