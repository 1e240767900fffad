import type { State } from '../../lib/db/states/state'
import { DATABASE_STATES } from '../../lib/db/states/table'
import { SECOND } from '../../lib/kernel/clock'

const INTRODUCTION = `# States of the database

Made of \`lib/db/states/table.ts\` by \`npm run docs:states\`. Pages, API, worker, \`GET /api/health/ready\`, the log and
\`npm run doctor\` all follow the same table, and \`tests/integration/db/states.test.ts\` makes the states happen on a real server.

- **A failure to connect is never a 500**, whatever its code: no statement ran, and the same request may succeed in a moment.
- **A refused statement** was undone with its whole transaction. Only after *lost* and *not_replicated* may a commit have happened: a
  person who signs up again reads that the address is taken, and can sign in.
- **Tried again** is what the app repeats before it answers: *anew* the whole transaction, up to five times with short random pauses;
  *unnamed* the statement, at once and without its prepared form.
- **The answer** is 503 with \`Retry-After\`, in seconds. An error that fits no row is a fault of ours: 500, \`unexpected_error\`.
- **Tables that are newer** than the running release are no fault: migrations only add, so the release works on, and doctor is yellow.

Codes are SQLSTATEs (a point stands for any character) or those of Node.js.
`

const PHASES = {
  connect: 'No connection, so no statement ran',
  statement: 'A statement that was refused or lost',
} as const

const HEAD = ['State', 'Met when', 'Signs', 'Tried again', 'Answer', 'Ready says', 'Log', 'Remedy']

const code = (text: string) => `\`${text}\``

function signsOf({ codes, routine, messages, names }: State): string {
  if (codes?.source === '.') return 'any other failure to connect'
  const listed = [codes, names].flatMap((pattern) =>
    pattern ? pattern.source.replace(/^\^?\(?(.*?)\)?\$?$/, '$1').split('|') : [],
  )
  const restriction = routine ? ` from ${code(routine.source.slice(1, -1))}` : ''
  const others = messages ? ['messages of the driver'] : []
  return [...listed.map((one) => code(one) + restriction), ...others].join(', ')
}

const readyOf = ({ ready: { database, migrations } }: State): string =>
  [
    database !== 'ok' && `database ${code(database)}`,
    migrations === 'missing' && `migrations ${code('missing')}`,
  ]
    .filter(Boolean)
    .join(', ') || 'nothing'

const cellsOf = (name: string, state: State): string[] => [
  code(name),
  state.meaning,
  signsOf(state),
  state.again,
  `503, ${state.retryAfter / SECOND} s`,
  readyOf(state),
  code(state.event),
  state.remedy,
]

const line = (cells: string[]) => `| ${cells.join(' | ')} |`

function tableOf(phase: State['phase']): string {
  const states = (Object.entries(DATABASE_STATES) as [string, State][]).filter(
    ([, state]) => state.phase === phase,
  )
  return [
    `## ${PHASES[phase]}`,
    '',
    line(HEAD),
    line(HEAD.map(() => '---')),
    ...states.map(([name, state]) => line(cellsOf(name, state))),
  ].join('\n')
}

/** The document of the database's states. */
export const describeStates = (): string =>
  `${[INTRODUCTION, tableOf('connect'), '', tableOf('statement')].join('\n')}\n`
