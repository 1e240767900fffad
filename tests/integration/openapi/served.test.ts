import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { API_ROUTES, type ApiPath } from '../../../app/api/routes'
import { call } from '../../support/api'
import { DOCUMENT } from '../../support/described-api'
import { createWorld, type World } from '../../support/world'

let world: World
beforeAll(async () => {
  world = await createWorld()
  world.serve()
})
afterAll(() => world.close())

describe('every route', () => {
  it.each(Object.keys(API_ROUTES) as ApiPath[])('%s takes the methods that are described', async (path) => {
    const response = await call('OPTIONS', path)
    const described = Object.keys(DOCUMENT.paths[path] ?? {}).flatMap((method) =>
      method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
    )
    expect(response.headers.get('allow')?.split(', ').toSorted()).toEqual(
      [...described, 'OPTIONS'].toSorted(),
    )
    if (described.includes('HEAD')) await call('HEAD', path)
  })
})

describe('the document itself', () => {
  it('is served as it is committed', async () => {
    const response = await call('GET', '/api/openapi.json')
    expect(await response.json()).toEqual(DOCUMENT)
  })
})
