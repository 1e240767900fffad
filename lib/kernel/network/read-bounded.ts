/** Reads the body of an answer, and gives up past `limit` bytes, counted after decompression (OWASP ASVS 15.3.2). @returns null: it is longer */
export async function readBounded(response: Response, limit: number): Promise<Buffer<ArrayBuffer> | null> {
  const reader = response.body?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { value } = (await reader?.read()) ?? {}
    if (!value) return Buffer.concat(chunks)
    size += value.byteLength
    if (size > limit) {
      await reader?.cancel()
      return null
    }
    chunks.push(value)
  }
}
