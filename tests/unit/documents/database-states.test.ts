import { expect, it } from 'vitest'
import { DATABASE_STATES } from '../../../lib/db/states/table'
import { describeStates } from '../../../scripts/database-states/describe'
import { read } from '../../support/documents'

const FILE = 'docs/DATABASE_STATES.md'

it('the document of the database’s states follows from their table (npm run docs:states)', () => {
  expect(read(FILE)).toBe(describeStates())
})

it('has a row for each state, with its answer', () => {
  const rows = read(FILE).match(/^\| `\w+` \|.*\| 503, \d+ s \|.*$/gm)
  expect(rows?.length).toBe(Object.keys(DATABASE_STATES).length)
})
