import type { IncomingMessage } from "node:http";
import type { Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { caps } from "#core/caps.ts";
import { Refusal } from "./refusal.ts";

/** Small bodies may be of any ratio: a short text of one letter compresses far better than a bomb needs to. */
const ratioFromBytes = 64 * 1024;
/** How much of a refused body is let go by, so that its sender gets to read the answer. */
const drainedBytesMax = 8 * caps.bodyBytes;

/**
 * Reads a body, decompressed, of at most `caps.bodyBytes`. A larger one is refused by its `content-length` before a
 * byte is kept, or while it streams (R12). Throws a Refusal: 413, 415, or 400 when the stream is broken.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > caps.bodyBytes) throw tooLarge();
  if (announced === 0 && request.headers["transfer-encoding"] === undefined) return Buffer.alloc(0);
  const decoder = decoderOf(request.headers["content-encoding"]);
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let arrived = 0;
  let kept = 0;
  const source = decoder ? request.pipe(decoder) : request;
  const refuse = (refusal: Refusal) => {
    // Not a pipeline: that would destroy the connection before the answer is out.
    request.unpipe();
    source.off("data", keep);
    decoder?.destroy();
    reject(refusal);
  };
  const keep = (chunk: Buffer) => {
    kept += chunk.length;
    const isBomb = decoder !== null && kept > ratioFromBytes && kept > arrived * caps.decompressionRatio;
    if (kept > caps.bodyBytes || isBomb) refuse(tooLarge());
    else chunks.push(chunk);
  };
  if (decoder)
    request.on("data", (chunk: Buffer) => {
      arrived += chunk.length;
    });
  source.on("data", keep);
  source.once("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, kept)));
  source.once("error", () => refuse(broken()));
  request.once("close", () => {
    if (!request.complete) refuse(broken());
  });
  return promise;
}

/** Lets the rest of a refused body go by unread; a sender that does not stop is cut off. */
export function drain(request: IncomingMessage): void {
  if (request.complete) return;
  let drained = 0;
  request.on("data", (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > drainedBytesMax) request.destroy();
  });
  request.resume();
}

function tooLarge(): Refusal {
  const megabytes = Math.floor(caps.bodyBytes / 1024 / 1024);
  return new Refusal(413, "too_large", `The body is larger than ${megabytes} MB. Send less at a time.`);
}

function broken(): Refusal {
  const message = "The body broke off, or is not compressed as its content-encoding says. Send it again.";
  return new Refusal(400, "body", message);
}

function decoderOf(header: string | undefined): Transform | null {
  const encoding = header?.trim().toLowerCase();
  if (encoding === undefined || encoding === "" || encoding === "identity") return null;
  if (encoding === "gzip" || encoding === "x-gzip") return createGunzip();
  if (encoding === "deflate") return createInflate();
  if (encoding === "br") return createBrotliDecompress();
  const message = `The content-encoding “${encoding.slice(0, 40)}” is not known. Use gzip, deflate, br or none.`;
  throw new Refusal(415, "content_encoding", message);
}
