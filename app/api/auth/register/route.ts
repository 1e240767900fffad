import { register } from '@/lib/auth/register'
import { addSignInCookies } from '@/lib/http/cookies'
import { endpoint, json } from '@/lib/http/endpoint'
import { readJson } from '@/lib/http/request/read-json'
import { parseRegistration } from './parse-registration'

/** `POST /api/auth/register`: specification 1.1. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/register', {
  async POST({ ctx, request, visitor }) {
    const body = await readJson(request)
    if (!body.ok) return body
    const input = await parseRegistration(body.value)
    if (!input.ok) return input
    const registered = await register(ctx, input.value, visitor)
    if (!registered.ok) return registered
    const { user, session, deviceMark } = registered.value
    const response = json(201, { user, message: 'Please check your email' })
    addSignInCookies(response, ctx.env, session.jwt, deviceMark)
    return response
  },
})
