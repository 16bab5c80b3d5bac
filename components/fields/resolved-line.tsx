"use client";
import { CircleAlert, CornerDownRight, FlaskConical } from "lucide-react";
import { type ReactNode, useDeferredValue, useMemo } from "react";
import type { Json } from "#core/json/json.ts";
import { useFieldSurroundings } from "./field-surroundings.tsx";
import { previewOf } from "./shape-words.ts";

type Props = {
  raw: Json | undefined;
  isPerItem: boolean;
  /** What the checker says; then there is no value to show. */
  issue?: string | undefined;
};

/** Under a field: what it gives with the samples at hand and where those come from, or what is wrong in a sentence. */
export function ResolvedLine({ raw, isPerItem, issue }: Props) {
  const { resolve } = useFieldSurroundings();
  const settled = useDeferredValue(raw);
  const resolved = useMemo(
    () => (settled === undefined ? null : resolve(settled, isPerItem)),
    [settled, isPerItem, resolve],
  );
  if (issue) return <Line icon={<CircleAlert />} text={issue} className="text-failed" />;
  if (!resolved) return null;
  switch (resolved.kind) {
    case "failed":
      return <Line icon={<CircleAlert />} text={resolved.message} from={resolved.from} className="text-failed" />;
    case "unknown":
      return (
        <Line
          icon={<FlaskConical />}
          text={`No sample of ${resolved.missing.join(" and ")} yet`}
          hint="Run the workflow once, or pin an output, to see what this gives."
          className="text-faint"
        />
      );
    case "value":
      return (
        <p className="mt-1 flex min-w-0 items-center gap-1.5 text-xs" data-testid="resolved-value">
          <CornerDownRight aria-hidden className="size-3 shrink-0 text-succeeded" />
          <span className="min-w-0 truncate font-mono text-ink" title={previewOf(resolved.value, 2_000)}>
            {resolved.value === "" ? (
              <em className="text-faint not-italic">empty text</em>
            ) : (
              previewOf(resolved.value, 200)
            )}
          </span>
          {resolved.from && <span className="ml-auto shrink-0 pl-2 text-faint">{resolved.from}</span>}
        </p>
      );
  }
}

type LineProps = { icon: ReactNode; text: string; from?: string; hint?: string; className: string };

function Line({ icon, text, from, hint, className }: LineProps) {
  return (
    <p title={hint} className={`mt-1 flex gap-1.5 text-xs [&_svg]:mt-0.5 [&_svg]:size-3 [&_svg]:shrink-0 ${className}`}>
      {icon}
      <span className="min-w-0 break-words">{text}</span>
      {from && <span className="ml-auto shrink-0 pl-2 text-faint">{from}</span>}
    </p>
  );
}
