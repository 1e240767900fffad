import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../environment'

/**
 * A: applies, and tests prove it; D: asks for a document; O: applies where the product is deployed, which ships the
 * setting or the guide; X: a fixed choice of the specification stops the letter of it; U: not met by design; N: the
 * feature does not exist.
 */
export type Kind = 'A' | 'D' | 'O' | 'X' | 'U' | 'N'

/** A requirement of OWASP ASVS 5.0.0. The gist is in our own words; the id decides. */
export type Requirement = {
  id: string
  level: 1 | 2 | 3
  kind: Kind
  gist: string
  /** Why it is a deviation, is not met or does not apply. */
  reason?: string
  /** Sections that answer it: `docs/security.md#rate-limits`. */
  sections?: string[]
  /** The work that will close it, where neither a test nor a section does yet. */
  later?: string
}

/** A chapter left out whole, with the number of its requirements. */
export type Absent = { chapter: string; title: string; requirements: number; reason: string }

type Table = { chapters: Record<string, string>; absent: Absent[]; requirements: Requirement[] }

/** Every requirement of the standard, with the chapters that are left out whole. */
export const TABLE = JSON.parse(
  readFileSync(path.join(root, 'scripts/asvs/requirements.json'), 'utf8'),
) as Table

/** The number of requirements in OWASP ASVS 5.0.0. */
export const LISTED_BY_OWASP = 345
