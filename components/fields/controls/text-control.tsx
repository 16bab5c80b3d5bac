"use client";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import type { ControlProps } from "./control.ts";
import { GrowingText } from "./growing-text.tsx";
import { TextEntry } from "./text-entry.tsx";

type Props = Omit<ControlProps, "drawField">;

/** Plain text without values in it: names, keys. */
export function TextControl({ spec, id, label, describedBy, raw, onChange, isInvalid }: Props) {
  const { isReadOnly } = useFieldSurroundings();
  const text = typeof raw === "string" ? raw : "";
  if (spec.meta.control === "long-text") {
    const shared = { id, label, describedBy, isInvalid, isReadOnly, placeholder: spec.meta.placeholder };
    return <GrowingText {...shared} text={text} onChange={onChange} />;
  }
  return (
    <TextEntry
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={isInvalid || undefined}
      placeholder={spec.meta.placeholder}
      readOnly={isReadOnly}
      spellCheck={false}
      value={text}
      onValueChange={onChange}
    />
  );
}
