import type { FileId } from "../id.ts";
import type { BlobContent } from "./blob.ts";
import type { Effectful } from "./effect.ts";
import type { HttpRequest, HttpResponse } from "./http.ts";

/** Asks for one HTTP exchange. Throws a FailureError (`network`, `timeout`, `egress`, `cap`) into the generator. */
export function* http(request: HttpRequest): Effectful<HttpResponse> {
  return (yield { kind: "http", request }) as HttpResponse;
}

/** Waits until a moment, in Unix milliseconds, without holding memory or a slot when it is far away. */
export function* sleepUntil(untilMs: number): Effectful<null> {
  return (yield { kind: "sleep", request: { untilMs } }) as null;
}

/** Reads an uploaded file as text. Throws a FailureError (`file`, `cap`) into the generator. */
export function* readFile(file: FileId): Effectful<string> {
  return ((yield { kind: "blob", request: { file } }) as BlobContent).text;
}
