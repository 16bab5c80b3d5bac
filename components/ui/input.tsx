import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** The look that every text control shares, CodeMirror fields included. */
export const controlClass = cn(
  "w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink placeholder:text-faint",
  "transition-colors hover:border-faint focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent",
  "aria-invalid:border-failed disabled:opacity-50",
);

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(controlClass, "h-8", className)} {...rest} />;
}
