"use client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { cn } from "#components/ui/cn.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { Field } from "./field.tsx";
import type { FieldSpec } from "./field-spec.ts";
import { isFieldVisible, withDefaults } from "./field-spec.ts";
import { FormProvider, useFieldSurroundings } from "./field-surroundings.tsx";

type Props = {
  readonly specs: readonly FieldSpec[];
  /** Raw settings, as they are in the document. */
  readonly raw: JsonObject;
  /** In front of the names of fields that are not of the step itself: `handling.`. */
  readonly prefix?: string;
  readonly onChange: (field: string, value: Json) => void;
};

/** The form of a step: its visible fields, those of a rarer kind folded away below. */
export function FieldList({ specs, raw, prefix = "", onChange }: Props) {
  const config = withDefaults(specs, raw);
  const visible = specs.filter((spec) => isFieldVisible(spec, config));
  const usual = visible.filter((spec) => !spec.meta.advanced);
  const advanced = visible.filter((spec) => spec.meta.advanced);
  const draw = (spec: FieldSpec) => (
    <Field
      key={spec.name}
      spec={spec}
      path={prefix + spec.name}
      raw={config[spec.name]}
      onChange={(value) => onChange(spec.name, value)}
    />
  );
  return (
    <FormProvider config={config}>
      <div className="flex flex-col gap-4">
        {usual.map(draw)}
        {advanced.length > 0 && (
          <MoreSettings specs={advanced} raw={raw} prefix={prefix}>
            {advanced.map(draw)}
          </MoreSettings>
        )}
      </div>
    </FormProvider>
  );
}

type MoreProps = { specs: readonly FieldSpec[]; raw: JsonObject; prefix: string; children: React.ReactNode };

/** Opens by itself when something inside differs from its default or has a problem. */
function MoreSettings({ specs, raw, prefix, children }: MoreProps) {
  const { problems } = useFieldSurroundings();
  const changed = specs.filter(
    (spec) => raw[spec.name] !== undefined && JSON.stringify(raw[spec.name]) !== JSON.stringify(spec.initial),
  ).length;
  const hasProblem = specs.some(({ name }) => problems.some(({ field }) => isAt(field, prefix + name)));
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isOpen = chosen ?? (changed > 0 || hasProblem);
  return (
    <div className="border-t pt-2">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setChosen(!isOpen)}
        className="-mx-1 flex h-7 items-center gap-1 rounded-sm px-1 text-sm font-medium text-muted hover:text-ink"
      >
        <ChevronRight aria-hidden className={cn("size-3.5 transition-transform", isOpen && "rotate-90")} />
        More settings
        {changed > 0 && !isOpen && <span className="ml-1 text-xs font-normal text-faint">{changed} changed</span>}
      </button>
      {isOpen && <div className="flex flex-col gap-4 pt-2">{children}</div>}
    </div>
  );
}

function isAt(field: string | null, path: string): boolean {
  return field === path || (field?.startsWith(`${path}.`) ?? false);
}
