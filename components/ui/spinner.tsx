import { LoaderCircle } from "lucide-react";
import { cn } from "./cn.ts";

/** Something is under way; `label` is read aloud, and shown where there is room for it beside the spinner. */
export function Spinner({ className, label = "Loading" }: { className?: string; label?: string }) {
  return (
    <span role="status" className="inline-flex">
      <LoaderCircle aria-hidden className={cn("size-4 animate-spin text-faint", className)} />
      <span className="sr-only">{label}</span>
    </span>
  );
}
