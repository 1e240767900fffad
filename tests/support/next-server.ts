import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type App, BUILD, startApp } from './app'

/** Takes what a build left for Next.js's own server elsewhere, as AWS Amplify does. @returns the folder, for the caller to remove */
export function takeNextServer(built: string): string {
  const place = mkdtempSync(path.join(os.tmpdir(), 'huntaze-deployed-'))
  cpSync(path.join(built, 'standalone'), place, { recursive: true, verbatimSymlinks: true })
  cpSync(path.join(built, 'static'), path.join(place, '.next/static'), { recursive: true })
  return place
}

/** Starts the build under test behind Next.js's own server, without ours, as AWS Amplify does. */
export async function startWithoutFront(more: Record<string, string> = {}): Promise<App> {
  const place = takeNextServer(path.join(BUILD, '.next'))
  const app = await startApp(more, { server: path.join(place, 'server.js'), cwd: place })
  return { ...app, stop: () => app.stop().finally(() => rmSync(place, { recursive: true })) }
}

/** Both ways of running, by name. */
export const WAYS = [
  ['our own server', startApp],
  ['Next.js’s own server', startWithoutFront],
] as const
