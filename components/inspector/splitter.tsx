"use client";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { cn } from "#components/ui/cn.ts";

export type Split = {
  /** Px of the part below or behind the line. */
  readonly size: number;
  readonly setSize: (size: number) => void;
  readonly isFolded: boolean;
  readonly setFolded: (isFolded: boolean) => void;
};

const sizeMin = 120;
const sizeMax = 720;

/** A size that this browser remembers under `key`. */
export function useSplit(key: string, initial: number): Split {
  const [size, setSize] = useState(() => Number(read(key)) || initial);
  const [isFolded, setFolded] = useState(() => read(`${key}.folded`) === "yes");
  return {
    size,
    isFolded,
    setSize: (next) => {
      const kept = Math.min(Math.max(next, sizeMin), sizeMax);
      setSize(kept);
      write(key, String(kept));
    },
    setFolded: (next) => {
      setFolded(next);
      write(`${key}.folded`, next ? "yes" : "no");
    },
  };
}

/** The line between two parts: dragged with the pointer, moved with the arrow keys. */
export function Splitter({ split, label }: { split: Split; label: string }) {
  const drag = (event: PointerEvent<HTMLHRElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    split.setSize(split.size - event.movementY);
  };
  const step = (event: KeyboardEvent) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    split.setSize(split.size + (event.key === "ArrowUp" ? 24 : -24));
  };
  return (
    <hr
      aria-orientation="horizontal"
      aria-label={label}
      aria-valuenow={split.size}
      aria-valuemin={sizeMin}
      aria-valuemax={sizeMax}
      tabIndex={split.isFolded ? -1 : 0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={step}
      className={cn(
        "relative z-10 m-0 h-px shrink-0 border-0 bg-line outline-none after:absolute after:inset-x-0 after:-inset-y-1.5",
        split.isFolded ? "pointer-events-none" : "cursor-row-resize hover:bg-accent focus-visible:bg-accent",
      )}
    />
  );
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** A browser that keeps nothing still lets the line be moved. */
function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Not kept: the size lasts as long as the panel.
  }
}
