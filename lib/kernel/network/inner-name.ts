/** Names that lead nowhere but into the network of this server. */
const INNER_NAME = /(^|\.)(localhost|local|internal|lan|home\.arpa)\.?$/i

/** Whether a host name is one of a private network. */
export const isInnerName = (host: string): boolean => INNER_NAME.test(host)
