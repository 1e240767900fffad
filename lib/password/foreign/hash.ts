/** A hash that other software made, with its parameters read. */
export type ForeignHash = {
  /** A check would cost more than `FOREIGN_LIMITS` allow. */
  isTooCostly: boolean
  /** A check needs much memory. */
  isLarge: boolean
  /** Whether `password`, as typed, is the one behind the hash. Never throws for a hash that is not too costly. */
  verify(password: string): Promise<boolean>
}

/** Reads one kind of hash; undefined: it is another kind, or damaged. */
export type ForeignFormat = (text: string) => ForeignHash | undefined
