"use client";
import type { ReactNode } from "react";
import { Popover, PopoverAnchor, PopoverContent } from "./popover.tsx";

type Props = {
  /** Window px. */
  at: { readonly x: number; readonly y: number };
  label: string;
  close: () => void;
  children: ReactNode;
};

/** A small panel that opens beside a point of the window, as what is picked at the pointer does. */
export function PopoverAt({ at, label, close, children }: Props) {
  return (
    <Popover open onOpenChange={(open) => !open && close()}>
      <PopoverAnchor asChild>
        <span aria-hidden className="pointer-events-none fixed size-0" style={{ left: at.x, top: at.y }} />
      </PopoverAnchor>
      <PopoverContent
        side="right"
        align="start"
        sideOffset={8}
        aria-label={label}
        onCloseAutoFocus={(event) => event.preventDefault()}
        className="w-80 p-0"
      >
        {children}
      </PopoverContent>
    </Popover>
  );
}
