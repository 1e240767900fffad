import { z } from 'zod'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  GET: {
    id: 'studio', // its name in generated clients
    chapter: 'Accounts',
    summary: 'The studio of whoever is signed in',
    access: ['session'],
    answers: {
      200: {
        description: 'It and its owner.',
        schema: z.strictObject({ owner: z.string(), studio: z.string() }),
        example: { owner: 'Jean Dupont', studio: 'Chez Jean' },
      },
    },
    refusals: ['unauthenticated'], // its own; 500 and 503 come by themselves, and what a body is refused for
  },
}
