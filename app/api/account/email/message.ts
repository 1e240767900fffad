/** The answer to a request for another address. */
export const LINK_MAILED = 'Please check the mail of the new address'
