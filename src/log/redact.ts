/** Takes out what no log may hold at the default level: e-mail addresses and bearer tokens. */
export const redact = (text: string): string =>
  text
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "[e-mail]")
    .replace(/\bBearer\s+\S+/gi, "Bearer [token]")
    .replace(/\b[12]\/\d{8,}(\/\d+)?:[0-9a-f]{16,}\b/gi, "[token]")
    .replace(/:\/\/[^\s/@:]+:[^\s/@]+@/g, "://[login]@");
