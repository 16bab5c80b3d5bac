"use client";
import { useRef, useState } from "react";
import { ChipPopover } from "../chip-popover.tsx";
import type { PickedChip } from "../code/chips.ts";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import { TemplateEditor } from "../lazy-code.tsx";
import { chipText, editorTextOf, rawOfEditorText } from "../template-text.ts";
import type { ControlProps } from "./control.ts";

type Replace = (range: { from: number; to: number; text: string }) => void;

/** Text with values in it. Two braces, a click or a drag from the data tree put a value in. */
export function TemplateControl({ spec, id, label, describedBy, raw, onChange, isInvalid }: ControlProps) {
  const { titles, scope, insertion, isReadOnly } = useFieldSurroundings();
  const [picked, setPicked] = useState<PickedChip | null>(null);
  const replace = useRef<Replace | null>(null);
  const isLong = spec.meta.control === "long-text";
  return (
    <>
      <TemplateEditor
        id={id}
        label={label}
        describedBy={describedBy}
        text={editorTextOf(raw)}
        titles={titles}
        scope={scope}
        placeholder={spec.meta.placeholder}
        isInvalid={isInvalid}
        isReadOnly={isReadOnly}
        isOneLine={!isLong}
        className={isLong ? "[&_.cm-content]:min-h-20" : undefined}
        onChange={(text) => onChange(rawOfEditorText(text))}
        onTarget={(insert) => {
          insertion.current = { insert };
        }}
        onPickChip={setPicked}
        onReady={(given) => {
          replace.current = given;
        }}
      />
      {picked && (
        <ChipPopover
          chip={picked}
          onDone={(source) => {
            setPicked(null);
            if (source === null)
              replace.current?.({ ...picked, text: picked.source === "" ? "" : chipText(picked.source) });
            else replace.current?.({ ...picked, text: source.trim() === "" ? "" : chipText(source) });
          }}
        />
      )}
    </>
  );
}
