"use client";
import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

type Props<V extends string> = {
  value: V;
  options: readonly { readonly value: V; readonly label: string; readonly icon?: ReactNode }[];
  onChange: (value: V) => void;
  label: string;
  id?: string;
  size?: "sm" | "md";
  isDisabled?: boolean;
  className?: string;
};

/** A few choices side by side; arrow keys move between them. */
export function Segmented<V extends string>({
  value,
  options,
  onChange,
  label,
  id,
  size = "md",
  isDisabled = false,
  className,
}: Props<V>) {
  return (
    <ToggleGroup.Root
      id={id}
      type="single"
      aria-label={label}
      value={value}
      disabled={isDisabled}
      onValueChange={(next) => next && onChange(next as V)}
      className={cn(
        "inline-flex max-w-full rounded-md border bg-sunken p-0.5",
        size === "md" ? "h-8 w-full" : "h-6",
        className,
      )}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          aria-label={option.icon ? option.label : undefined}
          className={cn(
            "rounded-sm border border-transparent font-medium text-muted transition-colors hover:text-ink",
            "data-[state=on]:border-line data-[state=on]:bg-surface data-[state=on]:text-ink data-[state=on]:shadow-low",
            size === "md" ? "min-w-0 flex-1 truncate px-2 text-sm" : "px-1.5 text-xs whitespace-nowrap",
          )}
        >
          {option.icon ?? option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
