'use client'

import { FormAlert } from '@/components/form/form-alert'
import type { PageTexts } from '@/lib/i18n/pages'
import styles from './mailbox.module.css'
import { useSimulator } from './use-simulator'

const REPORTS = ['delivery', 'delay', 'soft_bounce', 'hard_bounce', 'complaint'] as const

type SimulatorProps = {
  outboxId: number
  texts: PageTexts['mailbox'] & Pick<PageTexts['form'], 'unreachable'>
}

/** Pretends what became of a message, as a mail provider would report it. */
export function Simulator({ outboxId, texts }: SimulatorProps) {
  const { simulation, pending, form } = useSimulator(outboxId, texts.unreachable)
  const done = REPORTS.find((report) => report === simulation.report)
  return (
    <form {...form} className={styles.simulator}>
      <input type="hidden" name="outboxId" value={outboxId} />
      <fieldset>
        <legend>{texts.simulate}</legend>
        {REPORTS.map((report) => (
          <button
            key={report}
            type="submit"
            name="report"
            value={report}
            aria-disabled={pending || undefined}
          >
            {texts[report]}
          </button>
        ))}
      </fieldset>
      <FormAlert refusal={simulation.refusal} />
      <div role="status" className={styles.reported}>
        {done && <p>{texts.simulated.replace('{report}', texts[done])}</p>}
      </div>
    </form>
  )
}
