'use client'

import { FormAlert } from '@/components/form/form-alert'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import styles from './simulator.module.css'
import { useSimulator } from './use-simulator'

const REPORTS = ['delivery', 'delay', 'soft_bounce', 'hard_bounce', 'complaint'] as const
const SCANS = ['head', 'get', 'script', 'click'] as const

type Texts = PageTexts['mailbox']

type SimulatorProps = {
  message: { id: number; outboxId: number }
  /** There is a verification link in it. */
  hasLink: boolean
  texts: Texts & Pick<PageTexts['form'], 'unreachable'>
}

type ButtonsProps = {
  legend: string
  name: 'report' | 'as'
  labels: [value: string, label: string][]
  pending: boolean
}

function Buttons({ legend, name, labels, pending }: ButtonsProps) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {labels.map(([value, label]) => (
        <button key={value} type="submit" name={name} value={value} aria-disabled={pending || undefined}>
          {label}
        </button>
      ))}
    </fieldset>
  )
}

/** Pretends what became of a message, as a mail provider would report it, and who opened it before its reader. */
export function Simulator({ message, hasLink, texts }: SimulatorProps) {
  const { simulation, pending, form } = useSimulator(message, texts.unreachable)
  const done = REPORTS.find((report) => report === simulation.report)
  const { opening, refusal } = simulation
  return (
    <form {...form} className={styles.simulator}>
      <input type="hidden" name="id" value={message.id} />
      <input type="hidden" name="outboxId" value={message.outboxId} />
      <Buttons
        legend={texts.simulate}
        name="report"
        labels={REPORTS.map((report) => [report, texts[report]])}
        pending={pending}
      />
      {hasLink && (
        <Buttons
          legend={texts.scan.legend}
          name="as"
          labels={SCANS.map((scan) => [scan, texts.scan[scan]])}
          pending={pending}
        />
      )}
      <FormAlert refusal={refusal} />
      <div role="status" className={styles.reported}>
        {done && <p>{texts.simulated.replace('{report}', texts[done])}</p>}
        {opening && <p>{texts.scan[opening.outcome]}</p>}
      </div>
      {opening && (
        <ul className={styles.steps} aria-label={texts.scan.steps}>
          {opening.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
      )}
    </form>
  )
}
