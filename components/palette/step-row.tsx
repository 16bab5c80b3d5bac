import type { ComponentProps } from "react";
import { cn } from "#components/ui/cn.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import { StepIcon } from "./step-icon.tsx";

type Props = ComponentProps<"button"> & { definition: NodeDefinition; isActive?: boolean };

/** A step type in a list: icon, title, what it does. */
export function StepRow({ definition, isActive = false, className, ...rest }: Props) {
  return (
    <button
      type="button"
      className={cn(
        "flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left transition-colors hover:bg-hover",
        isActive && "bg-hover",
        className,
      )}
      {...rest}
    >
      <StepIcon icon={definition.icon} category={definition.category} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium text-ink">{definition.title}</span>
        <span className="block truncate text-xs text-muted">{definition.summary}</span>
      </span>
    </button>
  );
}
