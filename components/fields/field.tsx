"use client";
import { CircleAlert, TriangleAlert, WandSparkles } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import type { Problem } from "#core/compile/problem.ts";
import type { ControlProps, FieldProps } from "./controls/control.ts";
import { FieldControl } from "./controls/field-control.tsx";
import { modeOf } from "./field-mode.ts";
import { useFieldSurroundings } from "./field-surroundings.tsx";
import { ModeSwitch } from "./mode-switch.tsx";
import { ResolvedLine } from "./resolved-line.tsx";
import { carriesSource, sourceMediaType } from "./source-drag.ts";

/** One setting: title, way of filling it, control, what it gives, help, and what is wrong with it. */
export function Field({ spec, path, raw, onChange, context, isTitleHidden = false }: FieldProps) {
  const id = useId();
  const { problems, insertion, isReadOnly } = useFieldSurroundings();
  const { meta } = spec;
  const mode = modeOf(spec, raw);
  const own = problems.filter((problem) => concerns(problem, path, meta.control === "rows"));
  const isInvalid = own.some((problem) => problem.severity === "error");
  const label = context ? `${context}: ${meta.title}` : meta.title;
  const control: ControlProps = {
    spec,
    path,
    id: `${id}-control`,
    label,
    describedBy: `${id}-about`,
    raw,
    onChange,
    isInvalid,
    drawField,
  };
  // A switch says yes or no beside its title.
  const isInline = meta.control === "toggle" && mode === "fixed";
  const takesValues = meta.mode === "open" && mode === "fixed" && meta.control !== "rows" && !isReadOnly;
  const drop = useValueDrop(takesValues, onChange);
  return (
    <div
      data-field={path}
      className={cn("min-w-0 rounded-md", drop.isOver && "outline-2 outline-offset-4 outline-accent outline-dashed")}
      onFocusCapture={() => {
        if (takesValues) insertion.current = { insert: (source) => onChange({ $expr: source }) };
      }}
      {...drop.handlers}
    >
      <div className={cn("mb-1 flex min-h-6 items-center gap-2", isTitleHidden && "mb-0.5")}>
        <FieldTitle control={control} isSmall={isTitleHidden} />
        {isInline && (
          <span className="ml-auto flex shrink-0">
            <FieldControl {...control} />
          </span>
        )}
        {!isReadOnly && <ModeSwitch spec={spec} raw={raw} label={label} isBehind={isInline} onChange={onChange} />}
      </div>
      {!isInline && <FieldControl {...control} />}
      <FieldNotes control={control} problems={own} />
    </div>
  );
}

function FieldTitle({ control: { id, spec }, isSmall }: { control: ControlProps; isSmall: boolean }) {
  return (
    <label
      htmlFor={id}
      className={cn("min-w-0 truncate text-sm font-medium", isSmall && "text-xs font-normal text-faint")}
    >
      {spec.meta.title}
      {spec.required && (
        <span title="Required" className="ml-0.5 text-failed">
          <span aria-hidden>*</span>
          <span className="sr-only"> (required)</span>
        </span>
      )}
    </label>
  );
}

/** Below the control: what it gives, what is wrong, and what it is for. */
function FieldNotes({ control, problems }: { control: ControlProps; problems: readonly Problem[] }) {
  const { spec, raw, describedBy } = control;
  const { meta } = spec;
  const marked = problems.find((problem) => problem.range);
  return (
    <div id={describedBy}>
      {meta.control !== "rows" && <ResolvedLine raw={raw} isPerItem={meta.mode === "item"} issue={marked?.message} />}
      {problems
        .filter((problem) => !problem.range || problem.fix)
        .map((problem) => (
          <FieldProblem key={problem.code + problem.message} problem={problem} isFixOnly={Boolean(problem.range)} />
        ))}
      {meta.help && <p className="mt-1 text-xs text-faint">{meta.help}</p>}
    </div>
  );
}

/** Lets a value of the data tree be dropped on a fixed field: it becomes the formula that reads the value. */
function useValueDrop(takesValues: boolean, onChange: FieldProps["onChange"]) {
  const [isOver, setOver] = useState(false);
  if (!takesValues) return { isOver: false, handlers: {} };
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!carriesSource(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const source = event.dataTransfer.getData(sourceMediaType);
      if (!source || event.defaultPrevented) return;
      event.preventDefault();
      onChange({ $expr: source });
    },
  };
  return { isOver, handlers };
}

function drawField(props: FieldProps) {
  return <Field key={props.path} {...props} />;
}

/** A problem belongs to the field that it names, or to the nearest one around what it names. */
function concerns(problem: Problem, path: string, hasOwnFields: boolean): boolean {
  if (problem.field === path) return true;
  return !hasOwnFields && (problem.field?.startsWith(`${path}.`) ?? false);
}

function FieldProblem({ problem, isFixOnly }: { problem: Problem; isFixOnly: boolean }) {
  const { applyFix } = useFieldSurroundings();
  const { fix } = problem;
  const isError = problem.severity === "error";
  const Icon = isError ? CircleAlert : TriangleAlert;
  return (
    <div className={cn("mt-1 flex gap-1.5 text-xs", isError ? "text-failed" : "text-waiting")}>
      {!isFixOnly && (
        <>
          <Icon aria-hidden className="mt-0.5 size-3 shrink-0" />
          <span className="min-w-0 break-words">{problem.message}</span>
        </>
      )}
      {fix && (
        <button
          type="button"
          onClick={() => applyFix(fix)}
          className="ml-auto flex shrink-0 items-center gap-1 self-start rounded-sm font-medium text-accent hover:underline"
        >
          <WandSparkles aria-hidden className="size-3" />
          {fix.label}
        </button>
      )}
    </div>
  );
}
