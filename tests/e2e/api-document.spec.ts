import { DOCUMENT } from '../support/described-api'
import { expect, test } from './fixtures'

test('the built app serves the API’s document as it is committed, and lets it be kept', async ({ app }) => {
  const response = await fetch(`${app.url}/api/openapi.json`)
  expect(response.headers.get('cache-control')).toBe('public, max-age=3600')
  expect(await response.json()).toEqual(DOCUMENT)
})
