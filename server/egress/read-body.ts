import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { caps } from "#core/caps.ts";
import { EgressError } from "./egress-error.ts";

/** Answers below this size may be packed as tightly as they like: short JSON often is, and it harms nobody. */
const ratioCheckedFromBytes = 128 * 1024;

/**
 * Reads an answer's body, unpacked. Stops while streaming, at the first chunk over the cap (10 MB, packed or unpacked)
 * or over the ratio (20:1), so a bomb never comes to lie in memory. Throws EgressError.
 */
export async function readBody(body: AsyncIterable<Uint8Array>, encoding: string | undefined): Promise<Buffer> {
  const packed = { bytes: 0 };
  const counted = countBytes(body, packed);
  const name = (encoding ?? "").trim().toLowerCase();
  if (name === "" || name === "identity") return collect(counted, packed, false);
  const [decoder, source] = await decoderFor(name, counted);
  let unpacked = Buffer.alloc(0);
  try {
    await pipeline(Readable.from(source, { objectMode: false }), decoder, async (chunks: AsyncIterable<Buffer>) => {
      unpacked = await collect(chunks, packed, true);
    });
  } catch (thrown) {
    const { code } = thrown as { code?: string };
    if (code !== undefined && /^(Z_|ERR__|ERR_BROTLI|ERR_BUF)/.test(code)) {
      throw new EgressError("network", `The answer says that it is packed with ${name}, but it cannot be unpacked.`);
    }
    throw thrown;
  }
  return unpacked;
}

async function* countBytes(body: AsyncIterable<Uint8Array>, packed: { bytes: number }): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    packed.bytes += chunk.length;
    if (packed.bytes > caps.bodyBytes) throw tooLarge();
    yield chunk;
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>, packed: { readonly bytes: number }, isPacked: boolean) {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > caps.bodyBytes) throw tooLarge();
    if (isPacked && bytes > ratioCheckedFromBytes && bytes > packed.bytes * caps.decompressionRatio) {
      const message = `The answer grows more than ${caps.decompressionRatio} times when it is unpacked, so it was refused.`;
      throw new EgressError("cap", message);
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

type Source = AsyncIterable<Uint8Array>;

async function decoderFor(name: string, source: AsyncGenerator<Uint8Array>) {
  switch (name) {
    case "gzip":
    case "x-gzip":
      return [createGunzip(), source] as const;
    case "br":
      return [createBrotliDecompress(), source] as const;
    case "deflate": {
      // Some servers send raw deflate under this name; the first byte tells.
      const head = await source.next();
      const hasHeader = !head.done && ((head.value[0] ?? 0) & 0x0f) === 8;
      return [hasHeader ? createInflate() : createInflateRaw(), withHead(head, source)] as const;
    }
    default:
      throw new EgressError("http", `The answer is packed in a way that was not asked for (${name.slice(0, 40)}).`);
  }
}

async function* withHead(head: IteratorResult<Uint8Array>, rest: Source): AsyncGenerator<Uint8Array> {
  if (!head.done) yield head.value;
  yield* rest;
}

function tooLarge(): EgressError {
  return new EgressError(
    "cap",
    `The answer is larger than ${caps.bodyBytes / 1024 / 1024} MB. Ask for less at a time.`,
  );
}
