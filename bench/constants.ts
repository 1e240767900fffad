/** The cost the product is configured with, and the cost PERFORMANCE figures are compared at. */
export const BCRYPT_COST = 10

/** A password that the product's rules accept. */
export const PASSWORD = 'violet tandem harbour 41 orchid'
