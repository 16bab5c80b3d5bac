"use client";
import { Input } from "#components/ui/input.tsx";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import type { ControlProps } from "./control.ts";

/** A moment, chosen in the person's own time zone and kept in UTC. */
export function DateTimeControl({ id, label, describedBy, raw, onChange, isInvalid }: ControlProps) {
  const { isReadOnly } = useFieldSurroundings();
  const moment = typeof raw === "string" && raw !== "" ? new Date(raw) : null;
  const isReadable = moment === null || !Number.isNaN(moment.getTime());
  return (
    <div>
      <Input
        id={id}
        type="datetime-local"
        step={1}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={isInvalid || !isReadable || undefined}
        readOnly={isReadOnly}
        value={moment && isReadable ? localText(moment) : ""}
        onChange={({ currentTarget: { value } }) => onChange(value === "" ? "" : new Date(value).toISOString())}
      />
      {typeof raw === "string" && raw !== "" && <p className="mt-1 font-mono text-xs text-faint">{raw}</p>}
    </div>
  );
}

/** `2026-11-20T21:19:00` in local time, as the browser's own control wants it. */
function localText(moment: Date): string {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
