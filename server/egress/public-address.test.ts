import { describe, expect, it } from "vitest";
import { isPublicAddress } from "./public-address.ts";

describe("r6 only unicast addresses of the public internet are public", () => {
  const inner = `0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 192.0.0.1 192.0.2.1 192.31.196.1
    192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.5 224.0.0.1 240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1
    2002:7f00:1:: 3fff::1 5f00::1 4000::1 fc00::1 fd00::1 fe80::1 fec0::1 ff02::1 not-an-address`.split(/\s+/);
  it.each(inner)("%s is not", (address) => expect(isPublicAddress(address)).toBe(false));

  const outer = ["8.8.8.8", "93.184.216.34", "::ffff:8.8.8.8", "2606:4700::1111", "2a00:1450:4001::1"];
  it.each(outer)("%s is", (address) => expect(isPublicAddress(address)).toBe(true));
});
