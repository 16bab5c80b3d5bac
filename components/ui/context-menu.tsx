"use client";
import { ContextMenu as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { menuItemClass, menuPanelClass, menuSeparatorClass } from "./menu-classes.ts";
import { MenuRow, type MenuRowProps } from "./menu-row.tsx";

export const ContextMenu = Radix.Root;
export const ContextMenuTrigger = Radix.Trigger;

export function ContextMenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content collisionPadding={8} className={cn(menuPanelClass, className)} {...rest} />
    </Radix.Portal>
  );
}

type ItemProps = Omit<ComponentProps<typeof Radix.Item>, "children"> & MenuRowProps & { danger?: boolean };

export function ContextMenuItem({ icon, shortcut, danger = false, className, children, ...rest }: ItemProps) {
  return (
    <Radix.Item className={cn(menuItemClass, danger && "text-failed [&_svg]:text-failed", className)} {...rest}>
      <MenuRow icon={icon} shortcut={shortcut}>
        {children}
      </MenuRow>
    </Radix.Item>
  );
}

export function ContextMenuSeparator() {
  return <Radix.Separator className={menuSeparatorClass} />;
}
