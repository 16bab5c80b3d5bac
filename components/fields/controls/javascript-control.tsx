"use client";
import { useMemo } from "react";
import { toast } from "#components/ui/toast.ts";
import { useFieldSurroundings, useForm } from "../field-surroundings.tsx";
import { JavascriptEditor } from "../lazy-code.tsx";
import { isScriptSource, scriptNames } from "../script-names.ts";
import type { ControlProps } from "./control.ts";

/** A script. The compiler says where it cannot be read. */
export function JavascriptControl({ path, id, label, describedBy, raw, onChange, isInvalid }: ControlProps) {
  const { problems, isReadOnly, insertion } = useFieldSurroundings();
  const { values } = useForm();
  const names = useMemo(() => scriptNames({ values: values ?? null }), [values]);
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
      takes={takes}
      onTarget={(insert) => {
        insertion.current = { insert };
      }}
    />
  );
}

/** A value that was picked or dropped: a script reads its input by the same words as a formula, and nothing else. */
function takes(source: string): boolean {
  if (isScriptSource(source)) return true;
  toast(`A script reads its input and the constants under Values. Add ${source} there.`);
  return false;
}
