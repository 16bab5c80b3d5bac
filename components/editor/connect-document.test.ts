import { describe, expect, it } from "vitest";
import { refusalOf } from "./connect-document.ts";

describe("messages of the server", () => {
  it("that refuse a change say why", () => {
    expect(refusalOf('{"kind":"refused","code":"gap","message":"Reload."}')).toBe("Reload.");
  });

  it.each(["", "{", "null", "7", '{"kind":"other"}', '{"kind":"refused","message":5}'])(
    "like %j are passed over",
    (text) => {
      expect(refusalOf(text)).toBeNull();
    },
  );
});
