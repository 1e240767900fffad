import { SECOND } from '../../lib/kernel/clock'
import { BEAT, beat, newInstance } from '../../lib/monitor/beat/instance'
import type { World } from './world'

/** The servers of a world, which beat on demand, and time that passes for them. */
export function serversOf(world: World) {
  /** A new server. @returns its next beat */
  function aServer() {
    const instance = newInstance({ longLived: true, version: 'test' })
    return () => beat(world.ctx, { instance, counted: world.counter.sinceStart })
  }

  /** Lets seconds pass in which these servers beat as often as real ones. */
  async function pass(seconds: number, ...beats: (() => Promise<void>)[]): Promise<void> {
    for (let passed = 0; passed < seconds * SECOND; passed += BEAT) {
      world.ctx.now.advance(BEAT)
      for (const one of beats) await one()
    }
  }

  return { aServer, pass }
}
