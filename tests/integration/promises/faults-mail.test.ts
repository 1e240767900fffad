import { expect, it } from 'vitest'
import { runMailFaults } from '../../faults/mail'

it('loses no message and repeats only what a killed worker could not record', {
  timeout: 240_000,
}, async () => {
  const figures = await runMailFaults({ messages: 200, seed: 1, killEvery: [20, 40] })
  expect(figures.filter(({ broken }) => broken)).toEqual([])
  expect(figures).toContainEqual(expect.objectContaining({ name: 'settled: sent', value: 200 }))
})
