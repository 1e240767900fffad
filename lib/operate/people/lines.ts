/** Bytes of the longest line: three times what the longest person takes. */
export const MAX_LINE = 16_384

/** A line of a file, without its end. Null: it is too long. */
export type Line = { number: number; bytes: Buffer | null }

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
/** Some programs begin a file in UTF-8 with it. */
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

function bare(bytes: Buffer, number: number): Buffer {
  const start = number === 1 && bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? 3 : 0
  const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length
  return bytes.subarray(start, Math.max(start, end))
}

/** Cuts a stream into lines, and holds no more of it than its last piece and a line. The last line needs no end. */
export async function* readLines(source: AsyncIterable<Buffer>): AsyncGenerator<Line, void> {
  let number = 0
  /** The beginning of a line; null: it is too long already. */
  let held: Buffer | null = Buffer.alloc(0)

  const grown = (more: Buffer): Buffer | null =>
    held === null || held.length + more.length > MAX_LINE ? null : Buffer.concat([held, more])

  function ended(rest: Buffer): Line {
    number += 1
    const bytes = grown(rest)
    held = Buffer.alloc(0)
    return { number, bytes: bytes && bare(bytes, number) }
  }

  for await (const piece of source) {
    let start = 0
    for (let end = piece.indexOf(LINE_FEED); end !== -1; end = piece.indexOf(LINE_FEED, start)) {
      yield ended(piece.subarray(start, end))
      start = end + 1
    }
    held = grown(piece.subarray(start))
  }
  if (held === null || held.length > 0) yield ended(Buffer.alloc(0))
}
