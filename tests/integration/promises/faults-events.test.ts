import { expect, it } from 'vitest'
import { runEventFaults } from '../../faults/events'
import { printed } from '../../faults/figure'

// The same at full size: npm run test:faults -- events
it('loses no event, and keeps each person’s order, with failing receivers and killed workers', async () => {
  const figures = await runEventFaults({ events: 300, seed: 7, killEvery: [60, 90] })
  expect(
    figures.filter(({ broken }) => broken),
    printed(figures),
  ).toEqual([])
}, 120_000)
