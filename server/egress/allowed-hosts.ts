/** Answers whether the operator vouches for a host; takes entries of the form `host` (any port) or `host:port`. */
export function allowedHosts(entries: Iterable<string>): (hostname: string, port: string) => boolean {
  const known = new Set([...entries].map((entry) => entry.trim().toLowerCase()));
  return (hostname, port) => {
    const bare = hostname.toLowerCase();
    const host = bare.includes(":") && !bare.startsWith("[") ? `[${bare}]` : bare;
    return known.has(host) || known.has(`${host}:${port}`);
  };
}
