/**
 * Parameter of an address that `npm run dev` asks for so that Next.js compiles it before a person does. The development
 * server neither logs nor counts such a request; a built one has no such word.
 */
export const WARM_UP = 'warm-up'
