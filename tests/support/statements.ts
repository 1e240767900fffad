import { Client } from 'pg'
import { vi } from 'vitest'

/** Texts of the statements that `work` sends to the database, `begin` and `commit` among them. */
export async function statementsSent(work: () => Promise<unknown>): Promise<string[]> {
  const sent = vi.spyOn(Client.prototype, 'query')
  await work()
  const texts = sent.mock.calls.map(([statement]) =>
    typeof statement === 'string' ? statement : (statement as unknown as { text: string }).text,
  )
  sent.mockRestore()
  return texts
}
