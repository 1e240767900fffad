import { spawnSync } from 'node:child_process'

/**
 * Runs a program to its end, with nothing in its environment that was not given.
 * @returns its standard output
 * @throws with all that it wrote, when it fails
 */
export function runProgram(
  [program = '', ...args]: string[],
  cwd: string,
  environment: Record<string, string>,
): string {
  const env = { PATH: process.env.PATH ?? '', NODE_ENV: 'production' as const, ...environment }
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`)
  return stdout
}
