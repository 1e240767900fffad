const told = new WeakMap<Response, Record<string, string>>()

/** Tells the page that a plain form leads to more than the API's answer says. JSON does not carry it. */
export function tellPage(response: Response, values: Record<string, string>): Response {
  told.set(response, values)
  return response
}

/** The values that a page is to be told. */
export const toldWith = (response: Response): Record<string, string> => told.get(response) ?? {}
