import { unpackChromium } from './chromium'

/** Once a run of tests that need a browser alone. */
export default unpackChromium
