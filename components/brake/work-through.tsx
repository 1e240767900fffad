import button from '@/components/button/button.module.css'
import type { ApiAnswer } from '@/components/form/call-api'
import type { BrakeTexts } from '@/lib/i18n/texts/brake'
import type { Challenge } from '@/lib/kernel/result'
import styles from './brake.module.css'
import type { WorkNote } from './brake-note'
import { solve } from './solve'

/** Proofs made for one form: a network may change between two requests, and a proof is good for one network. */
const MOST_ROUNDS = 3

/** Counters tried between two looks of the bar. */
const STEP = 16

/** Tries on average (`lib/limit/work/challenge.ts`). Nobody knows how many it takes: the bar comes ever nearer to its end. */
const EXPECTED = 256

/** `again` sends the form with a proof; `show` takes what the person is told. */
type Brake<Body> = {
  again: (work: string) => Promise<ApiAnswer<Body>>
  show: (note: WorkNote | undefined) => void
  texts: BrakeTexts
}

function Controls({ share, texts, onCancel }: { share: number; texts: BrakeTexts; onCancel: () => void }) {
  return (
    <div className={styles.controls}>
      <progress className={styles.progress} value={share} aria-label={texts.progress} />
      <button className={button.quiet} type="button" onClick={onCancel}>
        {texts.cancel}
      </button>
    </div>
  )
}

async function proofOf(challenge: Challenge, { show, texts }: Pick<Brake<never>, 'show' | 'texts'>) {
  const abort = new AbortController()
  const tell = (count: number) =>
    show({
      line: texts.working,
      controls: (
        <Controls share={1 - Math.exp(-count / EXPECTED)} texts={texts} onCancel={() => abort.abort()} />
      ),
    })
  tell(0)
  const solution = await solve(challenge, abort.signal, (count) => count % STEP === 0 && tell(count))
  return solution && btoa(JSON.stringify({ challenge, solution }))
}

/**
 * Does the work that a refusal offers and sends the form again, telling the person meanwhile.
 * @returns the last answer: the refusal, with the time to wait, where the person cancels or the browser cannot work
 */
export async function workThrough<Body>(
  refused: ApiAnswer<Body>,
  { again, ...brake }: Brake<Body>,
): Promise<ApiAnswer<Body>> {
  let answer = refused
  try {
    for (let round = 0; round < MOST_ROUNDS && !answer.ok && answer.refusal.work; round += 1) {
      const work = await proofOf(answer.refusal.work, brake)
      if (work === null) break
      answer = await again(work)
    }
  } catch {
    // A browser that cannot derive keys, over http: the person waits, as without a script.
  }
  if (!answer.ok) brake.show(undefined)
  return answer
}
