const streams = new WeakSet<Response>()

/**
 * An answer that is made while the client reads it: the next text is asked for once the one before is on its way, so the whole is never
 * in memory. An exception in the middle breaks the connection off, so that nobody takes a part for the whole.
 */
export function streamed(texts: AsyncGenerator<string, void>, headers: Record<string, string>): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await texts.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await texts.return()
      },
    },
    { highWaterMark: 0 },
  )
  const response = new Response(body, { headers })
  streams.add(response)
  return response
}

/** Whether an answer was made by `streamed`: our own server writes every other one whole. */
export const isStreamed = (response: Response): boolean => streams.has(response)
