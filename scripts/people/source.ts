import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { ScriptError } from '../run-script'

/** Bytes read at once. */
const PIECE = 262_144

/** A file of people. `share`: how much of it was read, from 0 to 1; undefined where nobody knows how much there is. */
export type Source = { bytes: AsyncIterable<Buffer>; share(): number | undefined }

const unreadable = (name: string, error: unknown): ScriptError =>
  new ScriptError(`${name} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`)

async function sizeOf(name: string): Promise<number> {
  try {
    return (await stat(name)).size
  } catch (error) {
    throw unreadable(name, error)
  }
}

async function* pieces(stream: AsyncIterable<Buffer>, name: string, read: (bytes: number) => void) {
  try {
    for await (const piece of stream) {
      read(piece.length)
      yield piece
    }
  } catch (error) {
    throw unreadable(name, error)
  }
}

/** Opens a file; `-` is standard input. @throws ScriptError where there is none */
export async function openSource(name: string): Promise<Source> {
  if (name === '-') return { bytes: process.stdin, share: () => undefined }
  const size = await sizeOf(name)
  let done = 0
  const count = (bytes: number) => {
    done += bytes
  }
  const bytes = pieces(createReadStream(name, { highWaterMark: PIECE }), name, count)
  return { bytes, share: () => (size === 0 ? undefined : Math.min(done / size, 1)) }
}
