import type { Probe } from '../check'
import { taggedRecords } from './dns-records'

/** The policies of RFC 9989, section 4.7, the weakest first. */
const POLICIES = ['none', 'quarantine', 'reject'] as const

type DmarcPolicy = (typeof POLICIES)[number]

/** The policy that receivers apply to mail of a domain. */
export type Dmarc = {
  /** The domain whose record counts; undefined: no record does. */
  domain: string | undefined
  /** Undefined: the record names no policy, or an unknown one. */
  policy: DmarcPolicy | undefined
  /** The record asks receivers to act one step weaker than its policy (`t=y`). */
  isTest: boolean
  /** SPF counts only for the sender's very domain (`aspf=s`). */
  isStrict: boolean
  /** First name with more than one record; none of these records counts. */
  doubled: string | undefined
}

/** A record at one step of the walk. */
type Step = { domain: string; tags: Map<string, string> }

/** RFC 9989, section 4.8: `DMARC1` in capitals, first of all tags. */
const VERSION = /^v\s*=\s*DMARC1\s*(;|$)/

/** RFC 9989, section 4.10: of a longer name the walk asks the name itself, then its last seven labels and fewer. */
const LONGEST_WALK = 8

/** The domain and those above it, down to one label. */
export function walkOf(domain: string): string[] {
  const labels = domain.split('.')
  const walk = labels.map((_label, index) => labels.slice(index).join('.'))
  return labels.length > LONGEST_WALK ? [domain, ...walk.slice(1 - LONGEST_WALK)] : walk
}

const tagsOf = (record: string): Map<string, string> =>
  new Map(
    record.split(';').map((pair): [string, string] => {
      const [name = '', value = ''] = pair.split('=')
      return [name.trim().toLowerCase(), value.trim().toLowerCase()]
    }),
  )

/**
 * The records of a walk, the nearest first, as far as the first one that says where the organization is. A policy's walk ends at
 * the domain's own record, too.
 */
async function readSteps(
  probe: Probe,
  domain: string,
  goal: 'policy' | 'organization',
): Promise<{ steps: Step[]; doubled: string | undefined }> {
  const steps: Step[] = []
  let doubled: string | undefined
  for (const name of walkOf(domain)) {
    const records = await taggedRecords(probe, `_dmarc.${name}`, VERSION)
    const [record] = records
    if (records.length > 1) doubled ??= name
    if (record === undefined || records.length > 1) continue
    const step = { domain: name, tags: tagsOf(record) }
    steps.push(step)
    const ending = step.tags.get('psd')
    if ((name === domain && goal === 'policy') || ending === 'n' || ending === 'y') break
  }
  return { steps, doubled }
}

/**
 * The record that counts: the domain's own, else its organization's (RFC 9989, section 4.10). A suffix that many
 * organizations share (`psd=y`) speaks only for an organization without a record of its own.
 */
function countingStep(steps: Step[], domain: string): Step | undefined {
  if (steps[0]?.domain === domain) return steps[0]
  const last = steps.at(-1)
  if (last?.tags.get('psd') !== 'y') return last
  const below = steps.at(-2)
  return below?.domain.split('.').length === last.domain.split('.').length + 1 ? below : last
}

const policyNamed = (name: string | undefined): DmarcPolicy | undefined =>
  POLICIES.find((policy) => policy === name)

/**
 * Looks up the policy that receivers apply to mail of `domain` by the tree walk of RFC 9989.
 * @throws when the name server does not answer
 */
export async function readDmarc(probe: Probe, domain: string): Promise<Dmarc> {
  const { steps, doubled } = await readSteps(probe, domain, 'policy')
  const step = countingStep(steps, domain)
  if (!step) return { domain: undefined, policy: undefined, isTest: false, isStrict: false, doubled }
  const named = (step.domain !== domain && step.tags.get('sp')) || step.tags.get('p')
  return {
    domain: step.domain,
    policy: policyNamed(named),
    isTest: step.tags.get('t') === 'y',
    isStrict: step.tags.get('aspf') === 's',
    doubled,
  }
}

/**
 * Looks up the organization of `domain` (RFC 9989, section 4.10.2); without any record it is its own.
 * @throws when the name server does not answer
 */
export async function readOrganization(probe: Probe, domain: string): Promise<string> {
  const { steps } = await readSteps(probe, domain, 'organization')
  const last = steps.at(-1)
  if (!last) return domain
  if (last.tags.get('psd') !== 'y' || last.domain === domain) return last.domain
  // One label below the suffix, whether there is a record or not.
  return domain
    .split('.')
    .slice(-last.domain.split('.').length - 1)
    .join('.')
}
