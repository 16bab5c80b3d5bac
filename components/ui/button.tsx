import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { Spinner } from "./spinner.tsx";

const variants = {
  primary: "bg-accent text-accent-ink hover:bg-accent-hover border-transparent",
  secondary: "bg-surface text-ink hover:bg-hover border-line-strong",
  ghost: "bg-transparent text-muted hover:bg-hover hover:text-ink border-transparent",
  danger: "bg-failed text-surface hover:opacity-90 border-transparent",
};

const sizes = { sm: "h-7 px-2 gap-1.5 text-sm", md: "h-8 px-3 gap-2 text-sm" };

export type ButtonProps = ComponentProps<"button"> & {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
  /** Shows a spinner and refuses clicks; the label stays. */
  busy?: boolean;
  asChild?: boolean;
};

export function Button({
  variant = "secondary",
  size = "md",
  busy = false,
  asChild = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  const Component = asChild ? Slot.Root : "button";
  return (
    <Component
      type={asChild ? undefined : "button"}
      disabled={asChild ? undefined : disabled || busy}
      aria-busy={busy || undefined}
      className={cn(
        "inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors select-none",
        "disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
        variants[variant],
        sizes[size],
        className,
      )}
      {...rest}
    >
      {asChild ? (
        children
      ) : (
        <>
          {busy && <Spinner className="text-current" label="Working" />}
          {children}
        </>
      )}
    </Component>
  );
}
