'use client'

import type { ReactNode } from 'react'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { useForm } from '@/components/form/use-form'
import type { ScanReport } from '@/dev/mailbox-simulator/open-as-scanner'
import { FATES, SERVERS, type Server } from '@/lib/email/transport/mailbox/mailed/events'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import styles from './simulator.module.css'

const REPORTS = ['delivery', 'delay', 'soft_bounce', 'hard_bounce', 'complaint'] as const
/** Names of mail servers are the same in every language. */
const SERVER_NAMES: Record<Server, string> = {
  postfix: 'Postfix',
  exim: 'Exim',
  opensmtpd: 'OpenSMTPD',
  sendmail: 'Sendmail',
  courier: 'Courier',
}
const SCANS = ['head', 'get', 'script', 'click', 'fill'] as const

type Texts = PageTexts['mailbox']

type SimulatorProps = {
  message: { id: number; outboxId: number }
  /** The message contains a verification link. */
  hasLink: boolean
  texts: Texts & Pick<PageTexts['form'], 'unreachable'>
}

type ButtonsProps = {
  legend: string
  name: 'report' | 'as' | 'fate'
  labels: [value: string, label: string][]
  pending: boolean
  children?: ReactNode
}

function Buttons({ legend, name, labels, pending, children }: ButtonsProps) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {children}
      {labels.map(([value, label]) => (
        <button key={value} type="submit" name={name} value={value} aria-disabled={pending || undefined}>
          {label}
        </button>
      ))}
    </fieldset>
  )
}

const ACTIONS = { report: '/api/mailbox', mailed: '/api/mailbox/mailed', open: '/api/mailbox/open' } as const

/** Steps with keys: a request may be made twice. */
const numbered = (steps: string[]) => steps.map((step, index) => ({ step, key: `${index} ${step}` }))

/** Simulates a provider's or a mail server's report about a message, or a scanner that opens it before its reader. */
export function Simulator({ message, hasLink, texts }: SimulatorProps) {
  const { state, pending, onSubmit } = useForm({
    actions: Object.values(ACTIONS),
    unreachable: texts.unreachable,
  })
  const { action, answer, refusal, values } = state
  const reported =
    action === ACTIONS.report && answer ? REPORTS.find((name) => name === values.report) : undefined
  const fate = action === ACTIONS.mailed && answer ? FATES.find((name) => name === values.fate) : undefined
  const server = SERVERS.find((name) => name === values.server)
  const opening = action === ACTIONS.open ? (answer as ScanReport | undefined) : undefined
  return (
    <div className={styles.simulator}>
      <form action={ACTIONS.report} method="post" onSubmit={onSubmit}>
        <input type="hidden" name="outboxId" value={message.outboxId} />
        <PlainFormFields namesPage />
        <Buttons
          legend={texts.simulate}
          name="report"
          labels={REPORTS.map((report) => [report, texts[report]])}
          pending={pending}
        />
      </form>
      <form action={ACTIONS.mailed} method="post" onSubmit={onSubmit}>
        <input type="hidden" name="id" value={message.id} />
        <PlainFormFields namesPage />
        <Buttons
          legend={texts.mailed.legend}
          name="fate"
          labels={FATES.map((name) => [name, texts.mailed[name]])}
          pending={pending}
        >
          <select name="server" aria-label={texts.mailed.server} defaultValue={server}>
            {SERVERS.map((name) => (
              <option key={name} value={name}>
                {SERVER_NAMES[name]}
              </option>
            ))}
          </select>
        </Buttons>
      </form>
      {hasLink && (
        <form action={ACTIONS.open} method="post" onSubmit={onSubmit}>
          <input type="hidden" name="id" value={message.id} />
          <PlainFormFields namesPage />
          <Buttons
            legend={texts.scan.legend}
            name="as"
            labels={SCANS.map((scan) => [scan, texts.scan[scan]])}
            pending={pending}
          />
        </form>
      )}
      <FormAlert refusal={refusal} />
      <div role="status" className={styles.reported}>
        {reported && <p>{texts.simulated.replace('{report}', texts[reported])}</p>}
        {fate && server && (
          <p>{texts.simulated.replace('{report}', `${SERVER_NAMES[server]}, ${texts.mailed[fate]}`)}</p>
        )}
        {opening && <p>{texts.scan[opening.outcome]}</p>}
      </div>
      {opening && (
        <ul className={styles.steps} aria-label={texts.scan.steps}>
          {numbered(opening.steps).map(({ key, step }) => (
            <li key={key}>{step}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
