import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { caps } from "#core/caps.ts";
import { drain, readBody } from "./read-body.ts";
import { Refusal } from "./refusal.ts";

let bytesRead = 0;
const server = createServer((request, response) => {
  readBody(request).then(
    (body) => response.end(String(body.length)),
    (error: unknown) => {
      bytesRead = request.socket.bytesRead;
      response.writeHead(error instanceof Refusal ? error.status : 500).end((error as Error).message);
      drain(request);
    },
  );
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => void server.close());

type Sent = { readonly status: number; readonly text: string };

/** Sends a body in one piece, or without ever ending it when `announce` says how long it would be. */
async function send(body: Buffer, headers: Record<string, string> = {}, announce?: number): Promise<Sent> {
  const { port } = server.address() as AddressInfo;
  const length = announce === undefined ? {} : { "content-length": String(announce) };
  const request = httpRequest({
    port,
    host: "127.0.0.1",
    method: "POST",
    agent: false,
    headers: { ...headers, ...length },
  });
  request.on("error", () => undefined);
  request.write(body);
  if (announce === undefined) request.end();
  const [response] = await once(request, "response");
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  request.destroy();
  return { status: response.statusCode, text };
}

test("a body at the cap is read", async () => {
  expect(await send(Buffer.alloc(caps.bodyBytes))).toEqual({ status: 200, text: String(caps.bodyBytes) });
});

test("r12 a body that says it is over the cap is refused before it arrives", async () => {
  const { status, text } = await send(Buffer.alloc(10), {}, caps.bodyBytes + 1);
  expect(status).toBe(413);
  expect(text).toContain("larger than 10 MB");
  expect(bytesRead).toBeLessThan(1_000);
});

test("r12 a body that does not say how long it is is refused once it is over the cap", async () => {
  expect(await send(Buffer.alloc(caps.bodyBytes + 1), { "transfer-encoding": "chunked" })).toMatchObject({
    status: 413,
  });
});

test.each([
  ["gzip", gzipSync],
  ["GZip", gzipSync],
  ["deflate", deflateSync],
  ["br", brotliCompressSync],
] as const)("%s bodies are decompressed", async (encoding, compress) => {
  const body = compress(Buffer.from("hello".repeat(100)));
  expect(await send(body, { "content-encoding": encoding })).toEqual({ status: 200, text: "500" });
});

test("r16 a decompression bomb is refused by its ratio", async () => {
  const bomb = gzipSync(Buffer.alloc(caps.bodyBytes - 1));
  expect(bomb.length).toBeLessThan(20_000);
  expect(await send(bomb, { "content-encoding": "gzip" })).toMatchObject({ status: 413 });
});

test("a body that is not compressed as it says is refused with 400", async () => {
  expect(await send(Buffer.from("plain"), { "content-encoding": "gzip" })).toMatchObject({ status: 400 });
});

test("an unknown compression is refused with 415", async () => {
  expect(await send(Buffer.from("x"), { "content-encoding": "lzma" })).toMatchObject({ status: 415 });
});
