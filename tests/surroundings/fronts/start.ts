import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isRoot, openFolder } from '../folder'
import { type Program, startProgram } from '../program'
import type { Unpacked } from '../unpack'
import type { Front } from './table'

/**
 * Starts a front with the lines of the guide, on other ports than 8080 (its own) and 3000 (the app's).
 * @param change puts another line in the place of one
 */
export async function startFront(
  front: Front,
  unpacked: Unpacked,
  ports: { front: number; app: number },
  change: (lines: string) => string = (lines) => lines,
): Promise<Program> {
  const folder = openFolder(front.package)
  const place = { unpacked, folder, isRoot }
  const withPorts = (text: string) =>
    text.replaceAll(/\b8080\b/g, String(ports.front)).replaceAll(/\b3000\b/g, String(ports.app))
  const lines = change(readFileSync(`deploy/proxies/${front.lines}`, 'utf8'))
  const file = path.join(folder, front.lines)
  writeFileSync(file, withPorts(front.whole?.(lines, place) ?? lines))
  const clean = () => rmSync(folder, { recursive: true, force: true })
  try {
    const environment = { LD_LIBRARY_PATH: unpacked.libraries, HOME: folder }
    const command = front.command(file, place).map(withPorts)
    const running = await startProgram(command, { cwd: folder, port: ports.front, environment })
    return { output: running.output, stop: (signal) => running.stop(signal).finally(clean) }
  } catch (error) {
    clean()
    throw error
  }
}
