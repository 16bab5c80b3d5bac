import { caps } from "#core/caps.ts";
import { isJsonList, type Json } from "#core/json/json.ts";
import type { IndexedNode } from "#core/schedule/index-plan.ts";
import type { ContainerWork, Frame } from "./frames.ts";

export type ContainerGiven = {
  /** Evaluated settings. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What arrived at the container. */
  readonly input: Json;
  readonly openedAt: number;
};

/** A container's work as it begins; null when the list of an each is none. */
export function containerWork(
  { node: { kind } }: IndexedNode,
  { config, input, openedAt }: ContainerGiven,
): ContainerWork | null {
  const open = { openedAt, frames: new Map<number, Frame>() };
  switch (kind) {
    case "each": {
      const list = config.list as Json | undefined;
      if (!isJsonList(list)) return null;
      const onError = config.onError === "collect" ? "collect" : "stop";
      return { kind, ...open, onError, list, results: [], errors: [], bytesLeft: caps.valueBytes };
    }
    case "repeat":
      return { kind, ...open, value: input, last: null };
    case "states":
      return { kind, ...open, value: input, state: null, visits: 0, latest: Object.create(null) };
    case "state":
      return { kind, ...open, value: input, body: null };
    default:
      return null;
  }
}
