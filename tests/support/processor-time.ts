/**
 * Milliseconds of processor time that `work` takes: other load on the machine does not stretch it as it does the clock.
 * User and system together, since the kernel shares a short time out between the two by guess, at times all to one.
 */
export async function processorTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
