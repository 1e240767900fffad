import { describe, expect, it } from 'vitest'
import { API_DOCUMENTS } from '../../../app/api/documents'
import { API_ROUTES, type ApiPath } from '../../../app/api/routes'
import type { ApiHandler, RouteHandler } from '../../../lib/http/api-call'
import { type GuardedHandler, type GuardName, guardsOf } from '../../../lib/http/guard/guarded'
import type { Access } from '../../../openapi/route-document'
import { files, read } from '../house/files'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Methods of a route's module that no guard stands before. */
const unguarded = (route: Record<string, unknown>): string[] =>
  METHODS.filter((method) => method in route && !guardsOf(route[method] as RouteHandler))

/** Calls of a page's guards in its source. */
function guardsIn(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
  const calls = code.matchAll(
    /\b(?<!function )(require(User|VerifiedUser|FreshProof|Operator|LocalMailbox)|openToAll)\(/g,
  )
  return [...calls].map(([, name = '']) => name)
}

const HANDLERS = files.filter((name) => /^app\/(.*\/)?route[.]tsx?$/.test(name))
const PAGES = files.filter((name) => /^app\/(.*\/)?page[.]tsx?$/.test(name))

describe('every handler names its guard', () => {
  it('and there are handlers', () => {
    expect(HANDLERS).toContain('app/api/auth/me/route.ts')
    expect(HANDLERS).toContain('app/api/[...path]/route.ts')
  })

  // ASVS 8.2.1, 8.3.1
  it.each(HANDLERS)('%s', async (name) => {
    const route = await import(`../../../${name}`)
    expect(unguarded(route)).toEqual([])
    expect(Object.values(guardsOf(route.GET) ?? {}).filter(Boolean)).not.toEqual([])
  })

  it('and one that names none is found, and does not compile as a handler of an endpoint', () => {
    const naked: ApiHandler = async () => new Response()
    expect(unguarded({ GET: naked, POST: API_ROUTES['/api/auth/login'].POST })).toEqual(['GET'])
    const compiles: typeof naked extends GuardedHandler ? true : false = false
    expect(compiles).toBe(false)
  })
})

/** Proofs that the API's document asks for where a guard stands. Undefined: the flow decides, and its document says. */
const ACCESS: Record<GuardName, readonly Access[] | undefined> = {
  anyone: undefined,
  proof_inside: undefined,
  session: ['session'],
  verified_session: ['session'],
  fresh_proof: ['session'],
  operator: ['operatorSession'],
  secret: ['cronSecret'],
  secret_or_operator: ['metricsToken', 'operatorSession'],
  local_mailbox: [],
  local_issuer: [],
  provider: undefined,
  device_key: undefined,
}

// ASVS 8.1.1
it.each(Object.keys(API_ROUTES) as ApiPath[])('%s says in its document what its guards ask for', (path) => {
  const guards = guardsOf(API_ROUTES[path].GET) ?? {}
  for (const [method, operation] of Object.entries(API_DOCUMENTS[path])) {
    const guard = guards[method] as GuardName
    expect([method, (operation.access ?? []).toSorted()]).toEqual([
      method,
      (ACCESS[guard] ?? operation.access ?? []).toSorted(),
    ])
  }
})

describe('every page calls exactly one guard', () => {
  it('and there are pages', () => {
    expect(PAGES).toContain('app/dashboard/page.tsx')
  })

  it.each(PAGES)('%s', (name) => {
    const source = read(name)
    expect(guardsIn(source)).toHaveLength(1)
    expect(source).toMatch(/import \{[\w\s,]+\} from '@\/lib\/http\/page\/guards'/)
  })

  it('and one that calls none, or two, is found', () => {
    expect(guardsIn('// requireUser()\nexport default async function Page() { return null }')).toEqual([])
    expect(guardsIn('await requireUser("/a")\nawait requireOperator("/b")')).toHaveLength(2)
  })
})
