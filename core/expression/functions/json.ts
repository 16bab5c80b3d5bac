import type { Json } from "../../json/json.ts";
import { isSafeKey } from "../../json/safe-json.ts";
import { anyShape, textShape } from "../../json/shape.ts";
import { BadArgument, defineFunction, type FunctionDefinition } from "../define-function.ts";
import { toJsonText } from "../to-text.ts";
import type { Work } from "../work.ts";

export const jsonFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: "json",
    category: "json",
    params: [
      { name: "value", kind: "any" },
      { name: "indent", kind: "number", optional: true },
    ],
    returns: textShape,
    doc: "The value as JSON text, on one line unless an indent is given.",
    example: "json({'a': [1, true]})",
    result: '{"a":[1,true]}',
    call: ([value, indent]) => toJsonText(value, Math.min(10, Math.max(0, indent ?? 0))),
  }),
  defineFunction({
    name: "parseJson",
    category: "json",
    params: [{ name: "text", kind: "text" }],
    returns: anyShape,
    doc: "The value that a JSON text stands for.",
    example: "parseJson('{\"a\": [1]}').a[0]",
    result: 1,
    call: ([text], work) => parseJson(text, work),
  }),
  defineFunction({
    name: "base64Encode",
    category: "json",
    params: [{ name: "text", kind: "text" }],
    returns: textShape,
    doc: "The text in Base64.",
    example: 'base64Encode("Grüße")',
    result: "R3LDvMOfZQ==",
    call: ([text], work) => {
      work.charge(text.length);
      return base64Encode(text);
    },
  }),
  defineFunction({
    name: "base64Decode",
    category: "json",
    params: [{ name: "text", kind: "text" }],
    returns: textShape,
    doc: "The text that a Base64 text stands for.",
    example: 'base64Decode("R3LDvMOfZQ==")',
    result: "Grüße",
    call: ([text], work) => {
      work.charge(text.length);
      return base64Decode(text);
    },
  }),
  defineFunction({
    name: "urlEncode",
    category: "json",
    params: [{ name: "text", kind: "scalar" }],
    returns: textShape,
    doc: "The text in a form that fits into an address.",
    example: 'urlEncode("a & b")',
    result: "a%20%26%20b",
    call: ([text]) => {
      if (!String(text).isWellFormed()) throw new BadArgument("the text holds half a sign.");
      return encodeURIComponent(text);
    },
  }),
  defineFunction({
    name: "urlDecode",
    category: "json",
    params: [{ name: "text", kind: "text" }],
    returns: textShape,
    doc: "The text that a part of an address stands for.",
    example: 'urlDecode("a%20%26%20b")',
    result: "a & b",
    call: ([text]) => {
      try {
        return decodeURIComponent(text.replaceAll("+", " "));
      } catch {
        throw new BadArgument("the text has a % that is not followed by two digits.");
      }
    },
  }),
];

function parseJson(text: string, work: Work): Json {
  work.charge(text.length >> 1);
  try {
    return JSON.parse(text, (key, value) => {
      if (!isSafeKey(key)) throw new BadArgument(`the name "${key}" is not allowed in an object.`);
      return value;
    }) as Json;
  } catch (thrown) {
    if (thrown instanceof BadArgument) throw thrown;
    throw new BadArgument(`the text is not JSON. It begins with: ${text.trim().slice(0, 30) || "(nothing)"}`);
  }
}

function base64Encode(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = "";
  // In pieces: a call takes only so many arguments.
  for (let from = 0; from < bytes.length; from += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(from, from + 8_192));
  }
  return btoa(binary);
}

function base64Decode(text: string): string {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(binary, (sign) => sign.charCodeAt(0)));
  } catch {
    throw new BadArgument("the text is not Base64 of a text.");
  }
}
