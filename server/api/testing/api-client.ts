import { createTRPCClient, httpLink, type TRPCClient } from "@trpc/client";
import type { AppRouter } from "../root.ts";

/** Calls the API over HTTP as a browser does, without batches. */
export function apiClient(origin: string): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${origin}/api/trpc` })] });
}

export type SentEvent = { readonly id: string | null; readonly event: string | null; readonly data: unknown };

/** Reads a subscription as its events are sent, without a client that would hide anything. Ends with `signal`. */
export async function* readSubscription(url: string, signal: AbortSignal): AsyncGenerator<SentEvent, void> {
  const response = await fetch(url, { headers: { accept: "text/event-stream" }, signal });
  if (!response.body) throw new Error(`No stream: ${response.status}`);
  let text = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      yield eventOf(block);
    }
  }
}

function eventOf(block: string): SentEvent {
  const fields = new Map(
    block.split("\n").map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at), line.slice(at + 1).trimStart()] as const;
    }),
  );
  const data = fields.get("data");
  return { id: fields.get("id") ?? null, event: fields.get("event") ?? null, data: data ? JSON.parse(data) : null };
}
