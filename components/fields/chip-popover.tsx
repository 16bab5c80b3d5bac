"use client";
import { useDeferredValue, useMemo, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Popover, PopoverAnchor, PopoverContent } from "#components/ui/popover.tsx";
import { checkExpression } from "#core/expression/check.ts";
import type { PickedChip } from "./code/chips.ts";
import { useFieldSurroundings } from "./field-surroundings.tsx";
import { FormulaEditor } from "./lazy-code.tsx";
import { ResolvedLine } from "./resolved-line.tsx";

type Props = {
  chip: PickedChip;
  /** The new formula, "" to take the chip out, null to leave it as it was. */
  onDone: (source: string | null) => void;
};

/** The formula of one chip, asked for beside it. */
export function ChipPopover({ chip, onDone }: Props) {
  const { scope, titles, insertion } = useFieldSurroundings();
  const [source, setSource] = useState(chip.source);
  const checked = useDeferredValue(source);
  const issues = useMemo(() => (checked.trim() === "" ? [] : checkExpression(checked, scope).issues), [checked, scope]);
  const anchor = useMemo(() => ({ current: { getBoundingClientRect: () => chip.anchor } }), [chip]);
  return (
    <Popover open onOpenChange={(open) => !open && onDone(source)}>
      <PopoverAnchor virtualRef={anchor} />
      <PopoverContent
        align="start"
        className="w-96"
        aria-label="Formula of the value"
        onOpenAutoFocus={(event) => event.preventDefault()}
        onInteractOutside={(event) => {
          // Picking in the data tree fills the formula and keeps it open.
          if (event.target instanceof Element && event.target.closest("[data-picks-values]")) event.preventDefault();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.defaultPrevented) return;
          event.preventDefault();
          onDone(source);
        }}
        onEscapeKeyDown={(event) => {
          event.preventDefault();
          onDone(null);
        }}
      >
        <p className="mb-1.5 text-xs font-medium text-muted">Value</p>
        <FormulaEditor
          text={source}
          label="Formula of the value"
          scope={scope}
          titles={titles}
          placeholder="input.name"
          isOneLine
          hasAutoFocus
          issues={issues.map((issue) => ({ ...issue, severity: "error" as const }))}
          onChange={setSource}
          onTarget={(insert) => {
            insertion.current = { insert };
          }}
        />
        <ResolvedLine raw={{ $expr: source }} isPerItem={false} issue={issues[0]?.message} />
        <div className="mt-2.5 flex items-center justify-between">
          <Button size="sm" variant="ghost" onClick={() => onDone("")}>
            Remove
          </Button>
          <Button size="sm" variant="primary" onClick={() => onDone(source)}>
            Done <Kbd shortcut="Enter" />
          </Button>
        </div>
      </PopoverContent>
    </Popover>
  );
}
