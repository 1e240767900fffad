import { readFileSync } from 'node:fs'
import { startExampleApp } from '../support/example-app'
import { runPlaywright } from '../support/nested-playwright'
import { test as base, expect } from './fixtures'

const test = base.extend<object, { example: Awaited<ReturnType<typeof startExampleApp>> }>({
  example: [
    async ({ browserName: _none }, use) => {
      const example = await startExampleApp()
      await use(example)
      await example.stop()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
})

test('the application of the examples passes its own tests', async ({ example }) => {
  test.setTimeout(180_000)
  const said = await runPlaywright('examples/app/e2e/', example.url)
  expect(said).toContain('7 passed')
})

test('the examples ask for the versions that are installed here', () => {
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
  const asked = ['app', 'service-node'].flatMap((name) => {
    const { dependencies, devDependencies } = read(`examples/${name}/package.json`)
    return Object.entries({ ...dependencies, ...devDependencies })
  })
  expect(asked.length).toBeGreaterThan(5)
  for (const [name, version] of asked)
    expect([name, version]).toEqual([name, read(`node_modules/${name}/package.json`).version])
})
