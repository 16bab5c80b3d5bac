"use client";
import { modeOf } from "../field-mode.ts";
import { ChoiceControl } from "./choice-control.tsx";
import type { ControlProps } from "./control.ts";
import { DateTimeControl } from "./date-time-control.tsx";
import { FormulaControl } from "./formula-control.tsx";
import { JavascriptControl } from "./javascript-control.tsx";
import { JsonControl } from "./json-control.tsx";
import { NumberControl } from "./number-control.tsx";
import { RowsControl } from "./rows-control.tsx";
import { TemplateControl } from "./template-control.tsx";
import { TextControl } from "./text-control.tsx";
import { TimeZoneControl } from "./time-zone-control.tsx";
import { ToggleControl } from "./toggle-control.tsx";
import { ValueControl } from "./value-control.tsx";
import { VersionControl } from "./version-control.tsx";
import { WorkflowControl } from "./workflow-control.tsx";

/** The control for a field as it is filled now. */
export function FieldControl(props: ControlProps) {
  const { control } = props.spec.meta;
  if (control === "value") return <ValueControl {...props} />;
  const mode = modeOf(props.spec, props.raw);
  if (mode === "formula") return <FormulaControl {...props} />;
  if (mode === "text") return <TemplateControl {...props} />;
  switch (control) {
    case "text":
    case "long-text":
      return <TextControl {...props} />;
    case "number":
      return <NumberControl {...props} />;
    case "toggle":
      return <ToggleControl {...props} />;
    case "choice":
      return <ChoiceControl {...props} />;
    case "formula":
    case "json":
      return <JsonControl {...props} />;
    case "javascript":
      return <JavascriptControl {...props} />;
    case "rows":
      return <RowsControl {...props} />;
    case "date-time":
      return <DateTimeControl {...props} />;
    case "time-zone":
      return <TimeZoneControl {...props} />;
    case "workflow":
      return <WorkflowControl {...props} />;
    case "version":
      return <VersionControl {...props} />;
  }
}
