"use client";
import { Switch } from "#components/ui/switch.tsx";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import type { ControlProps } from "./control.ts";

export function ToggleControl({ id, label, describedBy, raw, onChange }: ControlProps) {
  const { isReadOnly } = useFieldSurroundings();
  return (
    <Switch
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      checked={raw === true}
      disabled={isReadOnly}
      onCheckedChange={onChange}
    />
  );
}
