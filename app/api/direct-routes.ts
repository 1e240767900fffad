import type { DirectRoute } from '@/lib/http/direct'
import { meAnswer } from './auth/me/account'

/** The routes that every part of the platform asks for with nearly every request of its own. */
export const DIRECT_ROUTES: DirectRoute[] = [{ path: '/api/auth/me', answer: meAnswer }]
