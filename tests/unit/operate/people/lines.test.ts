import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Line, MAX_LINE, readLines } from '../../../../lib/operate/people/lines'

async function* inPieces(pieces: Buffer[]): AsyncGenerator<Buffer, void> {
  yield* pieces
}

async function linesOf(...pieces: (Buffer | string)[]): Promise<(string | null)[]> {
  const lines: Line[] = []
  for await (const line of readLines(inPieces(pieces.map((piece) => Buffer.from(piece))))) lines.push(line)
  expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1))
  return lines.map(({ bytes }) => bytes?.toString() ?? null)
}

describe('the lines of a file', () => {
  it.each([
    ['nothing', '', []],
    ['a last line without an end', 'a\nb', ['a', 'b']],
    ['one with an end', 'a\nb\n', ['a', 'b']],
    ['ends of Windows', 'a\r\nb\r\n', ['a', 'b']],
    ['blank lines, which count', '\n\na\n\n', ['', '', 'a', '']],
    ['the mark of UTF-8 at the start alone', '\ufeffa\n\ufeffb\n', ['a', '\ufeffb']],
    ['that mark alone', '\ufeff', ['']],
    ['a return inside', 'a\rb\n', ['a\rb']],
  ])('are read with %s', async (_what, text, lines) => {
    expect(await linesOf(text)).toEqual(lines)
  })

  it('are the same in whichever pieces they come', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '🔑', '\n', '\r\n', '\ufeff'), maxLength: 60 })
    const property = fc.asyncProperty(text, fc.array(fc.nat(60)), async (content, cuts) => {
      const bytes = Buffer.from(content)
      const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
      const pieces = places.slice(1).map((end, index) => bytes.subarray(places[index], end))
      expect(await linesOf(...pieces)).toEqual(await linesOf(bytes))
    })
    await fc.assert(property, { numRuns: 200 })
  })

  it('are held up to their bound, and the next one is read again', async () => {
    const longest = 'x'.repeat(MAX_LINE)
    expect(await linesOf(longest, '\n', longest, 'y', 'z\nshort\n', `${longest}y`)).toEqual([
      longest,
      null,
      'short',
      null,
    ])
  })

  it('take no memory of a line without an end', async () => {
    const piece = Buffer.alloc(1 << 20, 'x')
    let most = 0
    async function* endless(): AsyncGenerator<Buffer, void> {
      for (let index = 0; index < 256; index += 1) {
        yield piece
        most = Math.max(most, process.memoryUsage().arrayBuffers)
      }
    }
    const before = process.memoryUsage().arrayBuffers
    for await (const { bytes } of readLines(endless())) expect(bytes).toBeNull()
    expect(most - before).toBeLessThan(32 << 20)
  })
})
