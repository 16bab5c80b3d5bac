"use client";
import { Command } from "cmdk";
import { Check, ChevronDown } from "lucide-react";
import { useMemo, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { controlClass } from "#components/ui/input.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import type { ControlProps } from "./control.ts";

/** One of the time zones that the browser knows, found by typing a part of its name. */
export function TimeZoneControl({ id, label, describedBy, raw, onChange, isInvalid }: ControlProps) {
  const { isReadOnly } = useFieldSurroundings();
  const [isOpen, setOpen] = useState(false);
  const zones = useMemo(() => ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")], []);
  const chosen = typeof raw === "string" ? raw : "";
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger
        id={id}
        aria-label={`${label}: ${chosen || "none"}`}
        aria-describedby={describedBy}
        data-invalid={isInvalid || undefined}
        disabled={isReadOnly}
        className={cn(controlClass, "flex h-8 items-center justify-between gap-2 text-left data-invalid:border-failed")}
      >
        <span className={cn("truncate", !chosen && "text-faint")}>{chosen || "Choose a time zone"}</span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
      </PopoverTrigger>
      <PopoverContent align="start" className="w-(--radix-popover-trigger-width) min-w-64 p-1">
        <Command label="Time zones" defaultValue={chosen}>
          <Command.Input
            autoFocus
            placeholder="Search time zones"
            className="h-8 w-full border-b bg-transparent px-2 text-sm outline-none placeholder:text-faint"
          />
          <Command.List className="max-h-64 overflow-auto pt-1">
            <Command.Empty className="px-2 py-4 text-center text-sm text-muted">
              No time zone has that name.
            </Command.Empty>
            {zones.map((zone) => (
              <Command.Item
                key={zone}
                value={zone}
                onSelect={() => {
                  onChange(zone);
                  setOpen(false);
                }}
                className="flex h-7 items-center rounded-sm px-2 text-sm data-[selected=true]:bg-hover"
              >
                {zone.replaceAll("_", " ")}
                {zone === chosen && <Check aria-hidden className="ml-auto size-3.5 text-accent" />}
              </Command.Item>
            ))}
          </Command.List>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
