"use client";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { menuItemClass, menuPanelClass, menuSeparatorClass } from "./menu-classes.ts";
import { MenuRow, type MenuRowProps } from "./menu-row.tsx";

export const DropdownMenu = Radix.Root;
export const DropdownMenuTrigger = Radix.Trigger;

export function DropdownMenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content sideOffset={6} collisionPadding={8} className={cn(menuPanelClass, className)} {...rest} />
    </Radix.Portal>
  );
}

type ItemProps = Omit<ComponentProps<typeof Radix.Item>, "children"> & MenuRowProps & { danger?: boolean };

export function DropdownMenuItem({ icon, shortcut, danger = false, className, children, ...rest }: ItemProps) {
  return (
    <Radix.Item className={cn(menuItemClass, danger && "text-failed [&_svg]:text-failed", className)} {...rest}>
      <MenuRow icon={icon} shortcut={shortcut}>
        {children}
      </MenuRow>
    </Radix.Item>
  );
}

export function DropdownMenuSeparator() {
  return <Radix.Separator className={menuSeparatorClass} />;
}
