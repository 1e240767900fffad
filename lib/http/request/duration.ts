/** Milliseconds since `started`, a value of `performance.now()`, to a tenth: as the log has them. */
export const millisecondsSince = (started: number): number =>
  Math.round((performance.now() - started) * 10) / 10
