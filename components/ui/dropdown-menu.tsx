"use client";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { menuPanelClass } from "./menu-classes.ts";
import { menuItemOf, menuSeparatorOf } from "./menu-parts.tsx";

export const DropdownMenu = Radix.Root;
export const DropdownMenuTrigger = Radix.Trigger;
export const DropdownMenuItem = menuItemOf(Radix.Item);
export const DropdownMenuSeparator = menuSeparatorOf(Radix.Separator);

export function DropdownMenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={6}
        collisionPadding={8}
        className={cn(
          menuPanelClass,
          "max-h-(--radix-dropdown-menu-content-available-height) overflow-y-auto",
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  );
}
