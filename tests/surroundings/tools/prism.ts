import path from 'node:path'
import type { Browser } from '@playwright/test'
import { startApp } from '../../support/app'
import { freePort } from '../../support/free-port'
import { startSesEndpoint } from '../../support/ses-endpoint'
import { walkMainFlow } from '../../support/walk'
import { startProgram } from '../program'
import { walkWithJavaScript } from '../walks/with-javascript'
import { program } from './packages'

/** It reads the whole document before it listens. */
const PATIENCE = 90_000

/** Pages and their files are not in the API's document. */
const NO_ROUTE = 'Selected route not found'

/** Differences from the document, each once, as the proxy names them. */
const violationsIn = (output: string): string[] => {
  const found = output.split('\n').flatMap((line) => line.split('Violation: ')[1] ?? [])
  return [...new Set(found)].filter((violation) => !violation.includes(NO_ROUTE))
}

/** Walks the main flow through a proxy that compares each request and answer with the document. @throws at a difference */
export async function walkBehindPrism(folder: string, browser: Browser): Promise<string> {
  const provider = await startSesEndpoint()
  const port = await freePort()
  const url = `http://localhost:${port}`
  const app = await startApp({
    ...provider.environment,
    EMAIL_TRANSPORT: 'ses',
    APP_URL: url,
    TRUSTED_PROXY_HOPS: '1',
  })
  const behind = app.url.replace('localhost', '127.0.0.1')
  const command = [program(folder, 'prism'), 'proxy', path.join(folder, 'openapi.json'), behind]
  const proxy = await startProgram(
    [...command, '--port', String(port), '--cors', 'false', '--multiprocess', 'false'],
    {
      cwd: folder,
      port,
      patience: PATIENCE,
    },
  )
  try {
    await walkMainFlow(url, provider)
    await walkWithJavaScript(url, provider, browser)
    const violations = violationsIn(proxy.output())
    if (violations.length > 0) throw new Error(violations.join('; '))
    const compared = proxy.output().match(/Request received/g)?.length ?? 0
    return `${compared} requests`
  } finally {
    await proxy.stop()
    await app.stop()
    await provider.close()
  }
}
