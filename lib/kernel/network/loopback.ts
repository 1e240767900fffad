const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/** True when an address leads back to this host. */
export const isLoopback = (url: URL): boolean => LOOPBACK_HOSTS.has(url.hostname)
