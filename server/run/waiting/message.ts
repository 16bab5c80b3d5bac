import type { Json } from "#core/json/json.ts";
import type { ActivationId, StoredValue } from "#core/schedule/event.ts";

/** Something that came for a run from outside of it; see db/schema/run-inbox.ts for the names. */
export type Message = {
  readonly activation: ActivationId | "run";
  readonly name: string;
  readonly stored: StoredValue;
  readonly value: Json;
  readonly sentBy: string | null;
};
