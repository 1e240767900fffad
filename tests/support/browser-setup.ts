import { unpackChromium } from './chromium'
import preparePostgres from './postgres'

/** Once a run of browser tests. @returns what to call after it */
export default async function prepare(): Promise<() => Promise<void>> {
  await unpackChromium()
  return await preparePostgres()
}
