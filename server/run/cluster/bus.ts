import { randomBytes } from "node:crypto";
import type { Json } from "#core/json/json.ts";
import type { Logger } from "../../log.ts";
import type { RedisConnections } from "../dispatch/connect-redis.ts";

/**
 * What the processes of one installation tell each other, over Redis pub/sub. Nothing is kept and any message may be
 * lost (Redis restarts, a connection breaks): whoever must be sure asks the database as well.
 */
export type Bus = {
  /** This process. */
  readonly self: string;
  readonly send: (to: string, topic: Topic, body: Json) => void;
  /** To every process but this one. False when it was not sent, for want of a connection. */
  readonly sendAll: (topic: Topic, body: Json) => boolean;
  /** One listener a topic. */
  readonly on: (topic: Topic, listener: (body: Json, from: string) => void) => void;
  /** Called when this process begins to hear, and again after it may have missed something. */
  readonly onJoined: (listener: () => void) => void;
  readonly isJoined: () => boolean;
};

export type Topic = "interest" | "who-listens" | "live" | "reply" | "poke" | "ask-documents" | "documents";

type Message = { readonly from: string; readonly topic: Topic; readonly body: Json };

/** `space` begins the name of every channel and keeps installations apart that share a Redis. */
export function openBus(redis: RedisConnections, space: string, log: Logger): Bus {
  const self = randomBytes(9).toString("base64url");
  const [out, into] = [redis.impatient(), redis.patient()];
  const channelOf = (to: string) => `${space}:to:${to}`;
  const everybody = `${space}:all`;
  const listeners = new Map<Topic, (body: Json, from: string) => void>();
  const joined: (() => void)[] = [];
  let isJoined = false;
  /** What is sent in one turn to one channel goes out together. */
  const waiting = new Map<string, Message[]>();

  function post(channel: string, topic: Topic, body: Json): boolean {
    if (out.status !== "ready") return false;
    const messages = waiting.get(channel) ?? [];
    messages.push({ from: self, topic, body });
    if (waiting.size === 0) setImmediate(flush);
    waiting.set(channel, messages);
    return true;
  }

  function flush(): void {
    for (const [channel, messages] of waiting) out.publish(channel, JSON.stringify(messages)).catch(() => undefined);
    waiting.clear();
  }

  function take(text: string): void {
    try {
      for (const { from, topic, body } of JSON.parse(text) as Message[]) {
        if (from !== self) listeners.get(topic)?.(body, from);
      }
    } catch (error) {
      log.error({ error }, "A message of another process could not be taken.");
    }
  }

  into.on("message", (_channel, text) => take(text));
  into.on("close", () => {
    isJoined = false;
  });
  into.on("ready", () => {
    into.subscribe(channelOf(self), everybody).then(
      () => {
        isJoined = true;
        for (const tell of joined) tell();
      },
      (error: unknown) => log.debug({ error }, "The other processes cannot be heard yet."),
    );
  });

  return {
    self,
    send: (to, topic, body) => {
      if (to !== self) post(channelOf(to), topic, body);
    },
    sendAll: (topic, body) => post(everybody, topic, body),
    on: (topic, listener) => {
      listeners.set(topic, listener);
    },
    onJoined: (listener) => {
      joined.push(listener);
      if (isJoined) listener();
    },
    isJoined: () => isJoined,
  };
}
