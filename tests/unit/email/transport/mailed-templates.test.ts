import { describe, expect, it } from 'vitest'
import { readReport } from '../../../../lib/email/report/mailed/read'
import { returnPathOf } from '../../../../lib/email/return-path'
import { composeReport } from '../../../../lib/email/transport/mailbox/mailed/compose'
import { FATES, type Fate, SERVERS } from '../../../../lib/email/transport/mailbox/mailed/events'
import { OUTCOME, type OutcomeName } from '../../../support/mailed-outcomes'

const REFERENCE = '0b9b1f0c-6f3e-4c2a-9d3b-6a1f0e5d4c3b'
const env = { authSecrets: ['a'.repeat(43)] }
const returnPath = returnPathOf(env, 'bounce@app.test', REFERENCE)

/** As the real reports of each fate are read (`tests/unit/email/report/mailed/samples.test.ts`). */
const EXPECTED: Record<Fate, OutcomeName> = {
  delivered: 'delivered',
  relayed: 'relayed',
  delayed: 'late',
  unknown: 'noMailbox',
  full: 'full',
  spam: 'policy',
  greylisted: 'givenUp',
  nodomain: 'noDomain',
}

/** Where a server's real reports say something else. */
const BY_SERVER: Record<string, OutcomeName> = {
  'exim nodomain': 'inDoubt',
}

describe('reports that the local mailbox makes', () => {
  const cases = SERVERS.flatMap((server) => FATES.map((fate) => [server, fate] as const))

  it.each(cases)('%s, %s: read as the real ones are', async (server, fate) => {
    const letter = { to: 'jean@example.com', subject: 'Vérifiez votre email', returnPath }
    const raw = composeReport(server, fate, letter)
    expect(raw.toString()).not.toMatch(/[{}]|undefined/)
    const expected = OUTCOME[BY_SERVER[`${server} ${fate}`] ?? EXPECTED[fate]]
    expect(await readReport(env, raw, returnPath)).toEqual({
      reference: REFERENCE,
      changes: [{ ...expected, sourceId: expect.any(String) }],
    })
    // The same once more is another report: the developer pressed twice.
    expect(composeReport(server, fate, letter)).not.toEqual(raw)
  })
})
