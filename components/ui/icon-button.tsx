import { Button, type ButtonProps } from "./button.tsx";
import { cn } from "./cn.ts";
import { Tooltip } from "./tooltip.tsx";

type Props = Omit<ButtonProps, "asChild" | "aria-label"> & {
  /** Read aloud and shown as the tooltip. */
  label: string;
  shortcut?: string;
  side?: "top" | "right" | "bottom" | "left";
};

export function IconButton({ label, shortcut, side, className, variant = "ghost", size = "md", ...rest }: Props) {
  return (
    <Tooltip label={label} shortcut={shortcut} side={side}>
      <Button
        aria-label={label}
        variant={variant}
        size={size}
        className={cn(size === "sm" ? "w-7 px-0" : "w-8 px-0", className)}
        {...rest}
      />
    </Tooltip>
  );
}
