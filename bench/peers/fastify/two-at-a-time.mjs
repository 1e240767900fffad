/** Hashes under way at once, as in ours: libuv's other two threads stay free. */
const MOST = 2

const waiting = []
let running = 0

/** Runs `work` when fewer than two others run. */
export async function limited(work) {
  if (running >= MOST) await new Promise((resolve) => waiting.push(resolve))
  else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
