import { caps } from "#core/caps.ts";
import type { SettledEffect } from "#core/effects/effect.ts";
import type { HttpRequest } from "#core/effects/http.ts";
import { failure } from "#core/failure.ts";
import type { Json } from "#core/json/json.ts";
import { jsonFits } from "#core/json/json-size.ts";
import { isSafeKey } from "#core/json/safe-json.ts";
import type { Egress, EgressResponse } from "../egress/create-egress.ts";
import { decodeUtf8 } from "./interpret-blob.ts";

export type SendHttp = Egress["send"];

type Context = { readonly idempotencyKey: string; readonly signal?: AbortSignal };

/**
 * One HTTP exchange through the egress. Every request carries the effect's idempotency key unless the step set its own,
 * so a receiver can tell a repetition after a crash from a second request.
 */
export async function interpretHttp(request: HttpRequest, context: Context, send: SendHttp): Promise<SettledEffect> {
  const hasKey = Object.keys(request.headers).some((name) => name.toLowerCase() === "idempotency-key");
  const headers = hasKey ? request.headers : { ...request.headers, "idempotency-key": context.idempotencyKey };
  const answer = await send({ ...request, headers, ...(context.signal ? { signal: context.signal } : {}) });
  if (!answer.ok) return answer;
  const { status, headers: received } = answer.response;
  const body = decodeBody(answer.response);
  if (body === undefined) {
    return { ok: false, failure: failure("parse", "The answer holds a name that is not allowed in data (__proto__).") };
  }
  if (jsonFits(body, caps.valueBytes, caps.jsonDepth - 2) !== "fits") {
    const message =
      "The answer is larger than 2 MB or nested too deeply to flow between steps. Ask for less at a time.";
    return { ok: false, failure: failure("cap", message) };
  }
  return { ok: true, value: { status, headers: received, body } };
}

/** JSON parsed, text as text, other bytes as Base64; undefined when the JSON holds a forbidden name (R19). */
function decodeBody({ headers, body }: EgressResponse): Json | undefined {
  if (body.length === 0) return "";
  const [mediaType = "", ...parameters] = (headers["content-type"] ?? "").toLowerCase().split(";");
  const text = decodeText(body, mediaType.trim(), charsetOf(parameters));
  if (text === null) return body.toString("base64");
  if (!/[/+]json$/.test(mediaType.trim())) return text;
  return parseJson(text);
}

function charsetOf(parameters: readonly string[]): string {
  const found = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("charset="));
  return found ? found.slice("charset=".length).replaceAll('"', "").trim() : "utf-8";
}

function decodeText(body: Buffer, mediaType: string, charset: string): string | null {
  if (charset !== "utf-8" && charset !== "utf8" && mediaType.startsWith("text/")) {
    try {
      return new TextDecoder(charset).decode(body);
    } catch {
      return decodeUtf8(body);
    }
  }
  // A zero byte is in no text, but in the head of nearly every other format.
  return body.includes(0) ? null : decodeUtf8(body);
}

const forbidden = Symbol("forbidden");

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text, (key, value) => {
      if (!isSafeKey(key)) throw forbidden;
      return value;
    }) as Json;
  } catch (thrown) {
    return thrown === forbidden ? undefined : text;
  }
}
