/**
 * Whether a value fits: at most `bytesMax` bytes as JSON in UTF-8, at most `depthMax` levels, and JSON through and
 * through. Stops at the first excess, so a value that holds one list a million times is refused quickly.
 */
export function jsonFits(
  value: unknown,
  bytesMax: number,
  depthMax: number,
): "fits" | "too-large" | "too-deep" | "not-json" {
  let left = bytesMax;

  function walk(part: unknown, depth: number): "fits" | "too-large" | "too-deep" | "not-json" {
    if (typeof part === "string") left -= textBytes(part) + 2;
    else if (typeof part === "number") {
      if (!Number.isFinite(part)) return "not-json";
      left -= Number.isSafeInteger(part) ? digits(part) : String(part).length;
    } else if (part === null || typeof part === "boolean") left -= 4;
    else if (typeof part !== "object") return "not-json";
    else if (depth >= depthMax) return "too-deep";
    else if (Array.isArray(part)) return walkList(part, depth);
    else return walkObject(part as Record<string, unknown>, depth);
    return left < 0 ? "too-large" : "fits";
  }

  function walkList(list: readonly unknown[], depth: number) {
    left -= 2 + list.length;
    for (const item of list) {
      const answer = walk(item, depth + 1);
      if (answer !== "fits") return answer;
    }
    return left < 0 ? "too-large" : "fits";
  }

  function walkObject(object: Record<string, unknown>, depth: number) {
    const prototype = Object.getPrototypeOf(object);
    if (prototype !== Object.prototype && prototype !== null) return "not-json";
    left -= 2;
    for (const key of Object.keys(object)) {
      left -= textBytes(key) + 4;
      const answer = walk(object[key], depth + 1);
      if (answer !== "fits") return answer;
    }
    return left < 0 ? "too-large" : "fits";
  }

  return walk(value, 0);
}

/** Bytes of a text in UTF-8, without quotes and escapes. */
export function textBytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

function digits(value: number): number {
  const size = Math.abs(value);
  return (value < 0 ? 1 : 0) + (size < 10 ? 1 : Math.floor(Math.log10(size)) + 1);
}
