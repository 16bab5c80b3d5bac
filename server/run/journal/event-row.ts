import type { RunEvent } from "#core/schedule/event.ts";
import type { EventRow } from "#db/queries/journal.ts";

/**
 * An event as a row. `value` is the JSON text of its stored value, made once when the value was measured; putting the
 * texts together instead of stringifying the event again halves the time (2.1 µs to 0.9 µs for 300 bytes).
 */
export function eventRow(event: RunEvent, value: string | null): EventRow {
  const { seq, at, type } = event;
  return { seq, at, type, data: dataText(event, value) };
}

function dataText(event: RunEvent, value: string | null): string {
  switch (event.type) {
    case "run.started":
      return `{"trigger":${JSON.stringify(event.trigger)},"input":${value}}`;
    case "activation.emitted": {
      const items = event.items === undefined ? "" : `,"items":${event.items}`;
      const reason = event.fallbackFor === undefined ? "" : `,"fallbackFor":${JSON.stringify(event.fallbackFor)}`;
      const { activation, port, ms } = event;
      return `{"activation":"${activation}","port":${JSON.stringify(port)},"output":${value}${items}${reason},"ms":${ms}}`;
    }
    default: {
      const { seq: _seq, at: _at, type: _type, ...data } = event;
      return JSON.stringify(data);
    }
  }
}
