const statuses = new WeakMap<Response, number>()

/** Notes the API's own status of a form's answer, which is a redirect: requests are counted and judged by it. */
export function countAs(response: Response, status: number): Response {
  statuses.set(response, status)
  return response
}

/** Status that an answer counts as. */
export const countedStatus = (response: Response): number => statuses.get(response) ?? response.status
