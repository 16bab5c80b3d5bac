import type { IncomingMessage, ServerResponse } from "node:http";
import type { Sent } from "#db/queries/inbox.ts";

/** Nothing runs or is loaded; the one button may send the form back to where the page came from. */
const policy = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const pages: Readonly<
  Record<Sent | "waiting", { readonly status: number; readonly title: string; readonly text: string }>
> = {
  waiting: {
    status: 200,
    title: "A workflow waits for this",
    text: "Opening this page has changed nothing. Press the button to let the workflow go on; that works once.",
  },
  sent: { status: 202, title: "The workflow goes on", text: "You can close this page." },
  again: { status: 409, title: "This was done before", text: "It counts once; the workflow has gone on already." },
  full: {
    status: 429,
    title: "Too many signals",
    text: "This step was sent signals of many names and takes no others. Check the name behind the address.",
  },
  ended: { status: 410, title: "The run has ended", text: "Nobody waits for this any more." },
  unknown: { status: 410, title: "The run has ended", text: "Nobody waits for this any more." },
};

/** Whether a person looks at the answer, in a browser. */
export function wantsPage(request: IncomingMessage): boolean {
  return (request.headers.accept ?? "").includes("text/html");
}

export function sendSignalPage(response: ServerResponse, which: Sent | "waiting"): void {
  const { status, title, text } = pages[which];
  const button = which === "waiting" ? '<form method="post"><button type="submit">Continue</button></form>' : "";
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><body><h1>${title}</h1><p>${text}</p>${button}</body></html>
`;
  const body = Buffer.from(html);
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-length": body.length,
    "content-security-policy": policy,
    // The address is a secret: it must not travel to another site, nor stay in a cache.
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  response.end(body);
}
