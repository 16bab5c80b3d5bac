"use client";
import { type ComponentProps, useLayoutEffect, useRef } from "react";
import { Input } from "#components/ui/input.tsx";
import { smallestChange } from "../template-text.ts";

type Props = Omit<ComponentProps<"input">, "value" | "defaultValue" | "onChange"> & {
  value: string;
  onValueChange: (value: string) => void;
};

/** A one-line text that others may change while it has the caret: the caret stays with the letters around it. */
export function TextEntry({ value, onValueChange, ...rest }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const element = input.current;
    const change = element && smallestChange(element.value, value);
    if (!element || !change) return;
    const caret = { start: element.selectionStart, end: element.selectionEnd };
    element.value = value;
    if (element.ownerDocument.activeElement !== element || caret.start === null || caret.end === null) return;
    const moved = (at: number) => {
      if (at <= change.from) return at;
      return at >= change.to
        ? at + change.insert.length - (change.to - change.from)
        : change.from + change.insert.length;
    };
    element.setSelectionRange(moved(caret.start), moved(caret.end));
  }, [value]);
  return (
    <Input ref={input} defaultValue={value} onInput={(event) => onValueChange(event.currentTarget.value)} {...rest} />
  );
}
