export type { SESClient } from '@aws-sdk/client-ses'

export type Sdk = typeof import('@aws-sdk/client-ses')

/** Loads the SDK on first use: other transports need neither its 170 ms nor its memory. */
export function loadSdk(): Promise<Sdk> {
  // The supported Node.js versions are stated in package.json; the value `1` would not silence the SDK's warning.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  return import('@aws-sdk/client-ses')
}
