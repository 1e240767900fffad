/** The answer to an undone change of address. */
export const RESTORED = {
  success: true,
  message: 'Address restored. A link to choose a new password is on its way to it',
} as const
