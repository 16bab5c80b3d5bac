import { EgressError } from "./egress-error.ts";

/** Parses an address once, for all who look at it: http or https, with a host, without a password. Throws EgressError. */
export function parseTarget(text: string): URL {
  if (!URL.canParse(text)) {
    const shown = text.trim() === "" ? "The address is empty." : `“${text.slice(0, 100)}” is not an address.`;
    throw new EgressError("config", `${shown} Write one such as https://api.example.com/orders.`);
  }
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new EgressError("egress", `Only http and https addresses can be called, not ${url.protocol.slice(0, 20)}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new EgressError("config", "Take the user and password out of the address and send an Authorization header.");
  }
  url.hash = "";
  return url;
}
