const told = new WeakMap<Response, Record<string, string>>()

/** Adds values for the page to which a plain form leads. An answer in JSON does not carry them. */
export function tellPage(response: Response, values: Record<string, string>): Response {
  told.set(response, values)
  return response
}

/** The values added by `tellPage`. */
export const toldWith = (response: Response): Record<string, string> => told.get(response) ?? {}
