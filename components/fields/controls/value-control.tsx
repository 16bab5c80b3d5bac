"use client";
import type { Json } from "#core/json/json.ts";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import { Segmented } from "../segmented.tsx";
import { kindOfValue } from "../value-kind.ts";
import type { ControlProps } from "./control.ts";
import { FormulaControl } from "./formula-control.tsx";
import { JsonControl } from "./json-control.tsx";
import { NumberControl } from "./number-control.tsx";
import { TemplateControl } from "./template-control.tsx";

const bools = [
  { value: "true", label: "True" },
  { value: "false", label: "False" },
] as const;

/** A value of any type; the kind is chosen beside the field's title. */
export function ValueControl(props: ControlProps) {
  const { isReadOnly } = useFieldSurroundings();
  const { raw, label, id, onChange } = props;
  switch (kindOfValue(raw)) {
    case "formula":
      return <FormulaControl {...props} />;
    case "text":
      return <TemplateControl {...props} />;
    case "number":
      return <NumberControl {...props} />;
    case "bool":
      return (
        <Segmented
          id={id}
          label={label}
          value={raw === true ? "true" : "false"}
          options={bools}
          isDisabled={isReadOnly}
          onChange={(next) => onChange((next === "true") as Json)}
        />
      );
    case "nothing":
      return (
        <p
          id={id}
          className="flex h-8 items-center rounded-md border border-dashed px-2.5 font-mono text-sm text-faint"
        >
          null
        </p>
      );
    case "list":
    case "object":
      return <JsonControl {...props} />;
  }
}
