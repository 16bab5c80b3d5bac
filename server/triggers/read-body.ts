import type { IncomingMessage } from "node:http";
import { type Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { caps } from "#core/caps.ts";
import { Refusal } from "./refusal.ts";

/** Small bodies may be of any ratio: a short text of one letter compresses far better than a bomb needs to. */
const ratioFromBytes = 64 * 1024;

/**
 * Reads a body, decompressed, of at most `caps.bodyBytes`. A larger one is refused by its `content-length` before a
 * byte is kept, or while it streams (R12). Throws a Refusal: 413, 415, or 400 when the stream is broken.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > caps.bodyBytes) throw tooLarge();
  if (announced === 0 && request.headers["transfer-encoding"] === undefined) return Buffer.alloc(0);
  const decoder = decoderOf(request.headers["content-encoding"]);
  const chunks: Buffer[] = [];
  let arrived = 0;
  let kept = 0;
  const keep = new Writable({
    write(chunk: Buffer, _encoding, done) {
      kept += chunk.length;
      const isBomb = decoder && kept > ratioFromBytes && kept > arrived * caps.decompressionRatio;
      if (kept > caps.bodyBytes || isBomb) return done(tooLarge());
      chunks.push(chunk);
      done();
    },
  });
  if (decoder) {
    request.on("data", (chunk: Buffer) => {
      arrived += chunk.length;
    });
  }
  try {
    await (decoder ? pipeline(request, decoder, keep) : pipeline(request, keep));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(
      400,
      "body",
      "The body broke off or is not compressed as its content-encoding says. Send it again.",
    );
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, kept);
}

/** The refusal of a body over the cap; the connection is closed, because the rest of the body is never read. */
export function tooLarge(): Refusal {
  const megabytes = Math.floor(caps.bodyBytes / 1024 / 1024);
  return new Refusal(413, "too_large", `The body is larger than ${megabytes} MB. Send less at a time.`, {
    connection: "close",
  });
}

function decoderOf(encoding: string | undefined): Transform | null {
  if (encoding === undefined || encoding === "identity") return null;
  if (encoding === "gzip" || encoding === "x-gzip") return createGunzip();
  if (encoding === "deflate") return createInflate();
  if (encoding === "br") return createBrotliDecompress();
  throw new Refusal(
    415,
    "content_encoding",
    `The content-encoding “${encoding.slice(0, 40)}” is not known. Use gzip, deflate, br or none.`,
  );
}
