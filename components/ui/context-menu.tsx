"use client";
import { ContextMenu as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { menuPanelClass } from "./menu-classes.ts";
import { menuItemOf, menuSeparatorOf } from "./menu-parts.tsx";

export const ContextMenu = Radix.Root;
export const ContextMenuTrigger = Radix.Trigger;
export const ContextMenuItem = menuItemOf(Radix.Item);
export const ContextMenuSeparator = menuSeparatorOf(Radix.Separator);

export function ContextMenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        collisionPadding={8}
        className={cn(
          menuPanelClass,
          "max-h-(--radix-context-menu-content-available-height) overflow-y-auto",
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  );
}
