import type { Ledger } from '../ledger'
import { runRspamd } from './rspamd'
import { runSpamAssassin } from './spamassassin'

const FILTERS = { spamassassin: runSpamAssassin, rspamd: runRspamd }

/** Shows the letters to each spam filter, offline. */
export async function runFilters(ledger: Ledger, only?: string): Promise<void> {
  for (const [name, run] of Object.entries(FILTERS)) if (!only || name.includes(only)) await run(ledger)
}
