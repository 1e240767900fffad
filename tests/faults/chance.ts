import { createHash } from 'node:crypto'

/**
 * A number from 0 to just below 1 that looks like chance and is always the same for the same seed and names: whatever
 * order three processes come in, the tenth call for a message meets the same fate.
 */
export const chance = (seed: number, ...names: (string | number)[]): number =>
  createHash('sha256')
    .update([seed, ...names].join('\0'))
    .digest()
    .readUInt32BE() /
  2 ** 32
