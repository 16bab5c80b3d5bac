/** `host:port` in lower case; null for what is no web address. */
export function hostOfUrl(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") return null;
  return `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`.toLowerCase();
}
