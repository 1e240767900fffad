/** The answer to "this was not me". */
export const LOCKED_OUT = {
  success: true,
  message: 'Signed out. A link to choose a new password is on its way',
} as const
