"use client";
import { ChevronDown } from "lucide-react";
import { Select } from "radix-ui";
import { menuItemClass, menuPanelClass } from "#components/ui/menu-classes.ts";
import type { Json } from "#core/json/json.ts";
import { type EntryMode, modeOf, modesOf, toMode } from "./field-mode.ts";
import type { FieldSpec } from "./field-spec.ts";
import { Segmented } from "./segmented.tsx";
import { kindOfValue, toKind, type ValueKind, valueKinds, valueKindTitles } from "./value-kind.ts";

const modeTitles: Readonly<Record<EntryMode, string>> = { fixed: "Fixed", text: "Text", formula: "Formula" };

type Props = {
  spec: FieldSpec;
  raw: Json | undefined;
  label: string;
  /** Something else stands at the end of the line already. */
  isBehind: boolean;
  onChange: (value: Json) => void;
};

/** How a field is filled: written down, text with values in it, or a formula. Nothing where there is one way only. */
export function ModeSwitch({ spec, raw, label, isBehind, onChange }: Props) {
  const modes = modesOf(spec);
  if (spec.meta.control === "value" && spec.meta.mode === "open")
    return <KindSelect raw={raw} label={label} onChange={onChange} />;
  if (modes.length < 2) return null;
  return (
    <Segmented
      size="sm"
      className={isBehind ? "shrink-0" : "ml-auto shrink-0"}
      label={`How “${label}” is filled`}
      value={modeOf(spec, raw)}
      options={modes.map((mode) => ({ value: mode, label: modeTitles[mode] }))}
      onChange={(mode) => onChange(toMode(spec, raw, mode))}
    />
  );
}

function KindSelect({ raw, label, onChange }: Omit<Props, "spec" | "isBehind">) {
  const kind = kindOfValue(raw);
  return (
    <Select.Root value={kind} onValueChange={(next) => onChange(toKind(raw, next as ValueKind))}>
      <Select.Trigger
        aria-label={`Kind of “${label}”`}
        className="ml-auto inline-flex h-6 shrink-0 items-center gap-1 rounded-sm px-1.5 text-xs font-medium text-muted hover:bg-hover hover:text-ink"
      >
        <Select.Value>{valueKindTitles[kind]}</Select.Value>
        <ChevronDown aria-hidden className="size-3 text-faint" />
      </Select.Trigger>
      <Select.Portal>
        <Select.Content position="popper" align="end" sideOffset={4} className={menuPanelClass}>
          <Select.Viewport>
            {valueKinds.map((each) => (
              <Select.Item key={each} value={each} className={menuItemClass}>
                <Select.ItemText>{valueKindTitles[each]}</Select.ItemText>
              </Select.Item>
            ))}
          </Select.Viewport>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  );
}
