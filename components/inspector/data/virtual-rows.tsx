"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type Ref, useImperativeHandle, useRef } from "react";
import { cn } from "#components/ui/cn.ts";

export type VirtualRowsHandle = { readonly reveal: (at: number) => void };

type Props = {
  readonly count: number;
  /** Px. */
  readonly rowHeight: number;
  readonly draw: (at: number) => ReactNode;
  /** Px that a row needs; rows are as wide as the list when it is wider, or when this is not given. */
  readonly width?: number;
  readonly className?: string;
  /** Stays at the top while the rows scroll. */
  readonly head?: ReactNode;
  readonly ref?: Ref<VirtualRowsHandle>;
  readonly label?: string;
};

/** A scrolling list that draws only the rows in sight: 100,000 rows cost what 40 do. */
export function VirtualRows({ count, rowHeight, draw, width, className, head, ref, label }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  useImperativeHandle(ref, () => ({ reveal: (at) => rows.scrollToIndex(at) }), [rows]);
  const named = label ? { role: "region", tabIndex: 0, "aria-label": label } : {};
  return (
    <div ref={scroller} className={cn("overflow-auto", className)} {...named}>
      {head && (
        <div style={{ minWidth: width }} className="sticky top-0 z-10">
          {head}
        </div>
      )}
      <div className="relative min-w-full" style={{ height: rows.getTotalSize(), minWidth: width }}>
        {rows.getVirtualItems().map((item) => (
          <div
            key={item.key}
            className="absolute top-0 left-0 w-full"
            style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
          >
            {draw(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
