/** The cost the product is configured with, and the cost PERFORMANCE figures are compared at. */
export const BCRYPT_COST = 10

/** Good enough for the product's rules on passwords. */
export const PASSWORD = 'violet tandem harbour 41 orchid'
