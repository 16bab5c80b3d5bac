import { buildConnector } from "undici";
import { addressFor, type Resolve } from "./public-address.ts";

export type IsAllowed = (hostname: string, port: string) => boolean;

/**
 * Opens the socket of every outbound connection. It alone decides where to: the name is resolved here, the address is
 * checked here, and this very address is connected to (R6). The certificate is checked against the name.
 */
export function guardedConnector(isAllowed: IsAllowed, resolve: Resolve): buildConnector.connector {
  const connect = buildConnector({ allowH2: false, timeout: 10_000 });
  return (options, callback) => {
    const { hostname, protocol } = options;
    const isTls = protocol === "https:";
    const port = options.port || (isTls ? "443" : "80");
    addressFor(hostname, isAllowed(hostname, port), resolve).then(
      (address) => {
        const named = isTls && address !== hostname ? { servername: hostname } : {};
        connect({ ...options, ...named, hostname: address, port }, callback);
      },
      (error: Error) => callback(error, null),
    );
  };
}
