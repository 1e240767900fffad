import { NextRequest } from 'next/server'
import { expect, it } from 'vitest'
import { proxy } from '../../../proxy'

const page = (headers: Record<string, string>) =>
  proxy(new NextRequest('http://localhost:3000/login', { headers }))

const named = (response: Response): string[] =>
  response.headers.getSetCookie().filter((line) => line.startsWith('form-browser='))

it('keeps a browser’s name as long as the marks of its newest page', () => {
  const [first = ''] = named(page({}))
  expect(first).toMatch(/^form-browser=[\w-]{22}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax$/)
  expect(named(page({ cookie: first.split(';')[0] ?? '' }))).toEqual([first])
})

it('names no browser that says from where it posts', () => {
  expect(named(page({ 'sec-fetch-site': 'none' }))).toEqual([])
})
