import { afterAll, afterEach, beforeAll, beforeEach, onTestFinished } from 'vitest'
import { createWorld, type World } from './world'

/** `isServed`: the API handlers of this process answer from it (`World.serve`). */
type Options = Parameters<typeof createWorld>[0] & { isServed?: boolean }

/** `options`: a function where they are known only after earlier hooks have run. */
type Given = Options | (() => Options)

function hold(options: Given, before: typeof beforeEach, after: typeof afterEach): World {
  const held = {} as World
  before(async () => {
    const { isServed, ...more } = typeof options === 'function' ? options() : options
    Object.assign(held, await createWorld(more))
    if (isServed) held.serve()
  })
  after(() => held.close())
  return held
}

/**
 * One world for all tests of a file, or of the `describe` that calls this. Its fields are there once the tests run: read
 * them inside of tests, hooks and functions. Vitest runs closing hooks in reverse, so a world declared first closes last.
 */
export const sharedWorld = (options: Given = {}): World => hold(options, beforeAll, afterAll)

/** The same with a new world for each test. */
export const worldPerTest = (options: Given = {}): World => hold(options, beforeEach, afterEach)

/** One more world, for the test that calls this: it closes after the test and its hooks. */
export async function aWorld(options: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = await createWorld(options)
  onTestFinished(() => world.close())
  return world
}
