"use client";
import { ScrollArea as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export function ScrollArea({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <Radix.Root type="hover" className={cn("overflow-hidden", className)}>
      <Radix.Viewport className="size-full [&>div]:block!">{children}</Radix.Viewport>
      <Radix.Scrollbar orientation="vertical" className="flex w-2 touch-none p-0.5">
        <Radix.Thumb className="flex-1 rounded-full bg-line-strong" />
      </Radix.Scrollbar>
    </Radix.Root>
  );
}
