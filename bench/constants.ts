/** The cost the product is configured with, and the cost PERFORMANCE figures are compared at. */
export const BCRYPT_COST = 10

/** A password that the product's rules accept. */
export const PASSWORD = 'violet tandem harbour 41 orchid'

/** How long one measurement takes: `otherwise`, or BENCH_SECONDS, to try a benchmark out. */
export const seconds = (otherwise: number): number => Number(process.env.BENCH_SECONDS) || otherwise
