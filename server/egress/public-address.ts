import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import { EgressError } from "./egress-error.ts";

export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** Every address of a name, by the system's resolver (hosts file included). */
export const resolveBySystem: Resolve = async (hostname) => {
  const found = await lookup(hostname, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};

/**
 * The address to connect to for a host: resolved once, checked, and to be used as it is, so that no second answer of a
 * name server can slip in. A literal address is checked too. When one address of a name is not public the name is
 * refused. With `allowed` the operator vouches for the host and the check is left out. Throws EgressError.
 */
export async function addressFor(hostname: string, allowed: boolean, resolve: Resolve): Promise<string> {
  const addresses = ipaddr.isValid(hostname) ? [hostname] : await resolved(hostname, resolve);
  const [first] = addresses;
  if (first === undefined) throw unknownHost(hostname);
  const inner = allowed ? undefined : addresses.find((address) => !isPublicAddress(address));
  if (inner === undefined) return first;
  const message = `The host ${hostname} is not on the public internet (${inner}). Whoever runs Heddle can allow it by name in HEDDLE_ALLOWED_HOSTS.`;
  throw new EgressError("egress", message);
}

/** True only for unicast addresses of the public internet; IPv4 inside IPv6 is judged as the IPv4 that it is. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== "unicast") return false;
  if (address.kind() === "ipv4") return true;
  // Global unicast is 2000::/3 and nothing else; what lies outside has no business on the internet.
  return ((address.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}

async function resolved(hostname: string, resolve: Resolve): Promise<readonly string[]> {
  try {
    return await resolve(hostname);
  } catch (cause) {
    const code = (cause as { code?: string }).code;
    if (code === "ENOTFOUND" || code === "ENODATA") throw unknownHost(hostname);
    throw new EgressError("network", `The name ${hostname} could not be looked up. Try again later.`, true);
  }
}

function unknownHost(hostname: string): EgressError {
  return new EgressError("network", `There is no host named ${hostname}. Check the address.`, true);
}
