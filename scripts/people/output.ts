import { ScriptError } from '../run-script'

/** Writes to standard output, and waits until its reader took it. @throws ScriptError where nobody reads any more */
export function writeOut(text: string): Promise<void> {
  // The same error comes as an event, which would end the process.
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => undefined)
  return new Promise((resolve, reject) =>
    process.stdout.write(text, (error) =>
      error
        ? reject(new ScriptError('nobody reads standard output any more, so nothing goes on'))
        : resolve(),
    ),
  )
}

const count = (amount: number): string => amount.toLocaleString('en')

/** A line about people, for an operator who waits: `12,000 imported, 3 here already`. */
export const inWords = (amounts: Record<string, number>): string =>
  Object.entries(amounts)
    .map(([what, amount]) => `${count(amount)} ${what}`)
    .join(', ')
