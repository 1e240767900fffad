import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'

const IS_DEVELOPMENT = process.env.NODE_ENV === 'development'

/**
 * A script on this path could act for the person on every other path of the host, their account included. So the pages run none
 * but our own, each with this answer's nonce.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64')
  const policy = [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${IS_DEVELOPMENT ? " 'unsafe-eval'" : ''}`,
    `style-src 'self'${IS_DEVELOPMENT ? " 'unsafe-inline'" : ''}`,
    `connect-src 'self'${IS_DEVELOPMENT ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
  const headers = new Headers(request.headers)
  headers.set('Content-Security-Policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  response.headers.set('X-Content-Type-Options', 'nosniff')
  response.headers.set('Referrer-Policy', 'strict-origin-when-cross-origin')
  return response
}

export const config = { matcher: ['/'] }
