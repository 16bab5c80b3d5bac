"use client";
import { useEffect, useRef } from "react";
import { controlClass } from "#components/ui/input.tsx";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import type { ControlProps } from "./control.ts";
import { TextEntry } from "./text-entry.tsx";

/** Plain text without values in it: names, keys. */
export function TextControl({ spec, id, label, describedBy, raw, onChange, isInvalid }: ControlProps) {
  const { isReadOnly } = useFieldSurroundings();
  const shared = { id, placeholder: spec.meta.placeholder, readOnly: isReadOnly } as const;
  const described = { "aria-label": label, "aria-describedby": describedBy, "aria-invalid": isInvalid || undefined };
  const text = typeof raw === "string" ? raw : "";
  if (spec.meta.control === "long-text") return <LongText {...shared} {...described} text={text} onChange={onChange} />;
  return <TextEntry {...shared} {...described} value={text} onValueChange={onChange} spellCheck={false} />;
}

type LongProps = {
  id: string;
  placeholder?: string;
  readOnly: boolean;
  text: string;
  onChange: (text: string) => void;
};

/** Grows with its text up to a third of the window. */
function LongText({ text, onChange, ...rest }: LongProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    if (element.value !== text) element.value = text;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);
  return (
    <textarea
      ref={area}
      rows={3}
      defaultValue={text}
      onInput={(event) => onChange(event.currentTarget.value)}
      className={`${controlClass} max-h-[33vh] resize-none py-1.5`}
      {...rest}
    />
  );
}
