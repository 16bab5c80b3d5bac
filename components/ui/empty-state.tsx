import type { ReactNode } from "react";
import { cn } from "./cn.ts";

type Props = { icon: ReactNode; title: string; children?: ReactNode; action?: ReactNode; className?: string };

/** An empty screen says what belongs here and what to do next. */
export function EmptyState({ icon, title, children, action, className }: Props) {
  return (
    <div className={cn("flex flex-col items-center justify-center gap-1 px-6 py-10 text-center", className)}>
      <div className="mb-2 grid size-10 place-items-center rounded-lg border bg-sunken text-faint [&_svg]:size-5">
        {icon}
      </div>
      <p className="text-md font-medium">{title}</p>
      {children && <div className="max-w-96 text-sm text-muted">{children}</div>}
      {action && <div className="mt-3 flex gap-2">{action}</div>}
    </div>
  );
}
