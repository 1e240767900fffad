/**
 * The dearest hashes of elsewhere that are taken: about a second of one core, and 128 MiB. Above every default of the software we
 * know; whoever knows an address can make us pay this for each attempt that the limits of signing in admit.
 */
export const FOREIGN_LIMITS = {
  /** 2^14 rounds. */
  bcryptCost: 14,
  /** KiB (`m`). */
  argon2Memory: 131_072,
  /** KiB written in all passes (`m` times `t`). */
  argon2Work: 524_288,
  /** `p`. */
  argon2Lanes: 16,
  /** Blocks of 128 bytes held (N times `r`). */
  scryptMemory: 1_048_576,
  /** Blocks of 128 bytes mixed (N times `r` times `p`). */
  scryptWork: 1_048_576,
  /** Iterations by digest. SHA-512 costs about twice as much. */
  pbkdf2: { sha1: 2_000_000, sha256: 2_000_000, sha512: 1_000_000 },
} as const

/** Characters of the longest hash that is looked at. */
export const MAX_HASH_LENGTH = 512

/** Bytes of the shortest digest that is taken: one of a single byte would open to every 256th password. */
export const MIN_DIGEST = 16
