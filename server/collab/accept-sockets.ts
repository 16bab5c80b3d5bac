import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Hocuspocus } from "@hocuspocus/server";
import { type WebSocket, WebSocketServer } from "ws";
import { caps } from "#core/caps.ts";
import type { Logger } from "../log.ts";
import type { Actor } from "../policies/actor.ts";
import { createAllowance } from "./allowance.ts";
import { frameDocument } from "./frame-document.ts";
import { printingToLog } from "./library-console.ts";
import { type CollabSession, socketEndings } from "./session.ts";

const collabPath = "/collab";
/** Sockets that neither answer a ping nor send anything for two rounds are ended. */
const pingIntervalMs = 30_000;
const farewellMs = 500;

type Deps = {
  readonly hocuspocus: Hocuspocus<CollabSession>;
  /** Whether a socket may be opened from there at all: our own name, our own pages or no page. */
  readonly isAdmitted: (request: IncomingMessage) => boolean;
  readonly findActor: (request: IncomingMessage) => Promise<Actor | null>;
  readonly logger: Logger;
};

export type SocketDoor = {
  /** False for an upgrade of another path, which is left alone. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  readonly close: () => void;
};

/**
 * Takes upgrades of `/collab` on the app's own server. A foreign page is refused before there is a socket; frames over
 * the cap and frames for no workflow end it; other garbage is hocuspocus' to refuse and never reaches the event loop.
 */
export function acceptSockets({ hocuspocus, isAdmitted, findActor, logger }: Deps): SocketDoor {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: caps.collabMessageBytes,
    perMessageDeflate: false,
  });
  const alive = new WeakSet<WebSocket>();

  async function open(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (!isAdmitted(request)) return refuse(socket, "403 Forbidden");
    const actor = await findActor(request);
    if (!actor) return refuse(socket, "401 Unauthorized");
    sockets.handleUpgrade(request, socket, head, (opened) => serve(opened, request, actor));
  }

  function serve(socket: WebSocket, request: IncomingMessage, actor: Actor): void {
    const allowance = createAllowance();
    const session: CollabSession = {
      actor,
      end: ({ code, reason }) => socket.close(code, reason),
    };
    const connection = hocuspocus.handleConnection(socket, webRequest(request), session);
    alive.add(socket);
    socket.on("pong", () => alive.add(socket));
    socket.on("error", (error) => logger.debug({ error }, "collab socket failed"));
    socket.on("close", (code, reason) =>
      printingToLog(logger, () => connection.handleClose({ code, reason: reason.toString() })),
    );
    socket.on("message", (frame: Buffer, isBinary) => {
      if (!isBinary) return socket.close(1003, "binary-only");
      if (!allowance.take(frame.byteLength)) return session.end(socketEndings.tooFast);
      if (!frameDocument(frame)) {
        logger.debug("collab frame for no workflow refused");
        return session.end(socketEndings.refused);
      }
      alive.add(socket);
      // A copy of its own: the frame may be a view into a pooled buffer that the queue outlives.
      printingToLog(logger, () => connection.handleMessage(new Uint8Array(frame)));
    });
  }

  const pinging = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, pingIntervalMs);

  return {
    upgrade: (request, socket, head) => {
      if (URL.parse(request.url ?? "", "http://localhost")?.pathname !== collabPath) return false;
      socket.on("error", (error) => logger.debug({ error }, "collab socket failed"));
      void open(request, socket, head).catch((error: unknown) => {
        logger.error({ error }, "collab upgrade failed");
        refuse(socket, "503 Service Unavailable");
      });
      return true;
    },
    close: () => {
      clearInterval(pinging);
      for (const socket of sockets.clients) {
        socket.close(1001, "stopping");
        // A client that does not answer the farewell must not hold up the stop.
        setTimeout(() => socket.terminate(), farewellMs).unref();
      }
      sockets.close();
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** What hocuspocus wants to know of the request; nothing of it is used beyond that. */
function webRequest(request: IncomingMessage): Request {
  return new Request(new URL(request.url ?? "/", "http://localhost"));
}
