"use client";
import { useMemo } from "react";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import { JavascriptEditor } from "../lazy-code.tsx";
import type { ControlProps } from "./control.ts";

const names = ["input", "console"];

/** A script. The compiler says where it cannot be read. */
export function JavascriptControl({ path, id, label, describedBy, raw, onChange, isInvalid }: ControlProps) {
  const { problems, isReadOnly, insertion } = useFieldSurroundings();
  const issues = useMemo(
    () =>
      problems.flatMap(({ field, range, severity, message }) =>
        field === path && range ? [{ ...range, severity, message }] : [],
      ),
    [problems, path],
  );
  return (
    <JavascriptEditor
      id={id}
      label={label}
      describedBy={describedBy}
      text={typeof raw === "string" ? raw : ""}
      names={names}
      issues={issues}
      isInvalid={isInvalid}
      isReadOnly={isReadOnly}
      onChange={onChange}
      onTarget={(insert) => {
        insertion.current = { insert };
      }}
    />
  );
}
