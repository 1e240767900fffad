import { expect, it } from 'vitest'
import { matchPath, routeFinder } from '../../../lib/http/route-path'

it.each([
  ['/api/things/{id}', '/api/things/7', { id: '7' }],
  ['/api/things/{id}', '/api/things/a%2Fb', { id: 'a/b' }],
  ['/api/{kind}/{id}', '/api/things/7', { kind: 'things', id: '7' }],
  ['/api/things/{id}', '/api/things/', undefined],
  ['/api/things/{id}', '/api/things', undefined],
  ['/api/things/{id}', '/api/things/7/8', undefined],
  ['/api/things/{id}', '/api/others/7', undefined],
  ['/api/things/{id}', '/api/things/%ff', undefined],
])('%s takes %s as %j', (route, path, params) => {
  expect(matchPath(route, path)).toEqual(params)
})

it('a route of that very path comes before one with braces', () => {
  const find = routeFinder({ '/api/{any}': 'any', '/api/own': 'own' })
  expect([find('/api/own'), find('/api/other'), find('/api/own/more'), find('toString')]).toEqual([
    'own',
    'any',
    undefined,
    undefined,
  ])
})
