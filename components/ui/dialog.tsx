"use client";
import * as Radix from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { IconButton } from "./icon-button.tsx";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One sentence under the title; read aloud with it. */
  description?: ReactNode;
  children: ReactNode;
  /** Buttons, right-aligned: the way out first, the action last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg" | "full";
  className?: string;
};

const widths = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-4xl", full: "h-[calc(100dvh-48px)] max-w-[1600px]" };

export function Dialog({ open, onOpenChange, title, description, children, footer, size = "md", className }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Radix.Content
          onOpenAutoFocus={focusFirstField}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-48px)] w-[calc(100vw-32px)] -translate-1/2 animate-pop flex-col",
            "rounded-xl border bg-raised shadow-high focus:outline-none",
            widths[size],
            className,
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description && <Radix.Description className="text-sm text-muted">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" size="sm">
                <X />
              </IconButton>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-auto px-5 pb-5">{children}</div>
          {footer && <footer className="flex justify-end gap-2 border-t px-5 py-3">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const fields = 'input:not([type="hidden"], [type="file"]), textarea, [contenteditable="true"]';

/** The keyboard starts in the first field, or in the dialog itself: on Close, its tooltip would cover the title. */
function focusFirstField(event: Event): void {
  event.preventDefault();
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  (content.querySelector<HTMLElement>(fields) ?? content).focus();
}
