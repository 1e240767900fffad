import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Runs the tests of a folder against an app as strangers do: Playwright in a process of its own. @returns all that it said */
export async function runPlaywright(folder: string, huntazeUrl: string): Promise<string> {
  const child = spawn(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', '--config', 'tests/support/kit.config.ts', folder],
    {
      env: { PATH: process.env.PATH, NODE_ENV: 'test', HUNTAZE_URL: huntazeUrl },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said += text
    })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(said)
  return said
}
