import { createHash } from "node:crypto";
import { caps } from "#core/caps.ts";
import { type Failure, failure } from "#core/failure.ts";
import type { Json } from "#core/json/json.ts";
import { jsonFits } from "#core/json/json-size.ts";
import type { StoredValue } from "#core/schedule/event.ts";
import type { BlobRow } from "#db/queries/journal.ts";

/** A value ready for the journal: as the event holds it, as JSON text, and the blob to store beside it if it is large. */
export type Encoded = { readonly stored: StoredValue; readonly text: string; readonly blob: BlobRow | null };

/** Large values that steps pass on unchanged are read and hashed once, as long as the object lives. */
const largeValues = new WeakMap<object, Encoded>();

/** Prepares a value for the journal. A Failure (`cap`) when it is larger or deeper than a value may be. */
export function encodeValue(
  value: Json,
): { readonly ok: true; readonly encoded: Encoded } | { readonly ok: false; readonly failure: Failure } {
  const known = typeof value === "object" && value !== null ? largeValues.get(value) : undefined;
  if (known) return { ok: true, encoded: known };
  const fits = jsonFits(value, caps.valueBytes, caps.jsonDepth);
  if (fits !== "fits") return { ok: false, failure: unfit(fits) };
  const json = JSON.stringify(value);
  const bytes = json.length > caps.inlineValueBytes / 3 ? Buffer.byteLength(json) : json.length;
  if (bytes <= caps.inlineValueBytes) {
    return { ok: true, encoded: { stored: { value }, text: `{"value":${json}}`, blob: null } };
  }
  const hash = createHash("sha256").update(json).digest("hex");
  const encoded = {
    stored: { blob: hash, bytes },
    text: `{"blob":"${hash}","bytes":${bytes}}`,
    blob: { hash, json, bytes },
  };
  if (typeof value === "object" && value !== null) largeValues.set(value, encoded);
  return { ok: true, encoded };
}

function unfit(why: "too-large" | "too-deep" | "not-json"): Failure {
  const mb = caps.valueBytes / 1024 / 1024;
  switch (why) {
    case "too-large":
      return failure("cap", `The value is larger than ${mb} MB. Filter or limit it before it reaches this point.`);
    case "too-deep":
      return failure("cap", `The value is nested deeper than ${caps.jsonDepth} levels. Take a smaller part of it.`);
    case "not-json":
      return failure(
        "internal",
        "The step gave something that is not a JSON value. This is a fault of the step itself.",
      );
  }
}
