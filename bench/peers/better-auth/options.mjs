import { hash, verify } from '@node-rs/bcrypt'
import { Pool } from 'pg'

const COST = Number(process.env.BCRYPT_COST)

/**
 * Better Auth as its documentation sets it up, made equal where work would differ: the same bcrypt, a message for each
 * sign-up (which nobody sends), sessions read from the database, no rate limits.
 */
export const options = {
  baseURL: process.env.BETTER_AUTH_URL,
  secret: process.env.BETTER_AUTH_SECRET,
  database: new Pool({ connectionString: process.env.DATABASE_URL, max: 10 }),
  emailAndPassword: {
    enabled: true,
    password: {
      hash: (password) => hash(password, COST),
      verify: ({ hash: stored, password }) => verify(password, stored),
    },
  },
  emailVerification: { sendOnSignUp: true, sendVerificationEmail: async () => {} },
  session: { cookieCache: { enabled: false } },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: 'error' },
}
