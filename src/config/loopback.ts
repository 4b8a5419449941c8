/** True for addresses on this machine, where Asana's rate limit does not apply and plain http shows nothing to others. */
export const isLoopback = (url: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
