"use client";
import { useLayoutEffect, useRef } from "react";
import { controlClass } from "#components/ui/input.tsx";

type Props = {
  text: string;
  onChange: (text: string) => void;
  label: string;
  id?: string;
  describedBy?: string;
  placeholder?: string;
  isReadOnly?: boolean;
  isInvalid?: boolean;
};

/** Many lines of plain text; it grows with them up to a third of the window. */
export function GrowingText({ text, onChange, label, id, describedBy, placeholder, isReadOnly, isInvalid }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    if (element.value !== text) element.value = text;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);
  return (
    <textarea
      ref={area}
      id={id}
      rows={3}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={isInvalid || undefined}
      placeholder={placeholder}
      readOnly={isReadOnly}
      defaultValue={text}
      onInput={(event) => onChange(event.currentTarget.value)}
      className={`${controlClass} max-h-[33vh] resize-none py-1.5`}
    />
  );
}
