/** Endings of each provider's domains, the most common first. */
const PROVIDERS: Record<string, readonly string[]> = {
  gmail: ['com'],
  googlemail: ['com'],
  hotmail: [
    'com',
    'fr',
    'be',
    'ch',
    'ca',
    'es',
    'it',
    'de',
    'nl',
    'se',
    'no',
    'dk',
    'fi',
    'pt',
    'gr',
    'co.uk',
    'com.br',
    'com.ar',
  ],
  outlook: ['com', 'fr', 'be', 'es', 'it', 'de', 'pt', 'ie', 'dk', 'cz', 'at', 'jp', 'com.br', 'com.ar'],
  live: ['com', 'fr', 'be', 'ca', 'ch', 'it', 'de', 'nl', 'se', 'no', 'dk', 'pt', 'co.uk'],
  msn: ['com'],
  yahoo: [
    'com',
    'fr',
    'ca',
    'es',
    'it',
    'de',
    'ie',
    'in',
    'co.uk',
    'co.in',
    'co.jp',
    'com.br',
    'com.ar',
    'com.mx',
  ],
  icloud: ['com'],
  aol: ['com', 'fr', 'de', 'it', 'co.uk'],
  proton: ['me'],
  protonmail: ['com', 'ch'],
  orange: ['fr', 'com', 'es', 'be'],
  wanadoo: ['fr', 'es', 'nl'],
  laposte: ['net', 'fr'],
  free: ['fr'],
  sfr: ['fr'],
  bbox: ['fr'],
  numericable: ['fr', 'com'],
  'club-internet': ['fr'],
  videotron: ['ca', 'qc.ca'],
  sympatico: ['ca'],
  bluewin: ['ch'],
  skynet: ['be'],
}

/** Slips of each ending: no top-level domains, or none that anybody means after a provider's name. */
const ENDINGS: Record<string, readonly string[]> = {
  com: [
    'c',
    'co',
    'cm',
    'om',
    'con',
    'cpm',
    'cim',
    'vom',
    'xom',
    'comm',
    'coom',
    'ccom',
    'cmo',
    'ocm',
    'comn',
    'como',
  ],
  fr: ['f', 'ft', 'rf', 'frr', 'ffr', 'fre'],
  net: ['ne', 'nt', 'met', 'ner', 'nett', 'ent'],
}

/** Real names one letter away from a provider's: never corrected. */
const REAL_NAMES = new Set(['oranges', 'outlooks', 'protons'])

/** Names shorter than this are compared by their ending alone: a letter more or less is another domain. */
const MIN_LENGTH = 5

/** Whether one letter was added, left out, replaced, or changed places with the next (Damerau's four slips). */
function isOneSlip(typed: string, meant: string): boolean {
  let start = 0
  while (start < typed.length && typed[start] === meant[start]) start += 1
  const [rest, wanted] = [typed.slice(start), meant.slice(start)]
  const isSwapped = rest.slice(0, 2) === `${wanted[1]}${wanted[0]}` && rest.slice(2) === wanted.slice(2)
  return (
    rest.slice(1) === wanted.slice(1) || rest.slice(1) === wanted || rest === wanted.slice(1) || isSwapped
  )
}

/** The provider whose name was meant. The first letter is hardly ever the slip, and often another provider's (`ymail`). */
function meantName(typed: string): string | undefined {
  if (typed in PROVIDERS) return typed
  if (typed.length < MIN_LENGTH - 1 || REAL_NAMES.has(typed)) return undefined
  return Object.keys(PROVIDERS).find(
    (name) => name.length >= MIN_LENGTH && name[0] === typed[0] && isOneSlip(typed, name),
  )
}

/** The ending that was meant after a provider's name. */
function meantEnding(typed: string, endings: readonly string[]): string | undefined {
  if (endings.includes(typed)) return typed
  const meant = endings.find((ending) => ENDINGS[ending]?.includes(typed))
  // `gmail.fr`: a provider with one ending has no other, and nobody has mail there.
  return meant ?? (endings.length === 1 && endings[0] === 'com' && typed === 'fr' ? 'com' : undefined)
}

/**
 * The address that was probably meant where its domain looks like a slip in that of a common French or international provider:
 * `jean@gmial.com` gives `jean@gmail.com`. Undefined for every other. To be offered, never imposed: the address may be right.
 */
export function likelyAddress(typed: string): string | undefined {
  const text = typed.trim()
  const at = text.lastIndexOf('@')
  const domain = text
    .slice(at + 1)
    .toLowerCase()
    .replace(/\.$/, '')
  const dot = domain.indexOf('.')
  if (at < 1 || dot < 1) return undefined
  const name = meantName(domain.slice(0, dot))
  const ending = name && meantEnding(domain.slice(dot + 1), PROVIDERS[name] ?? [])
  if (!ending || `${name}.${ending}` === domain) return undefined
  return `${text.slice(0, at)}@${name}.${ending}`
}
