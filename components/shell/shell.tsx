"use client";
import { Activity, Workflow } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { CommandMenuButton } from "./command-menu-button.tsx";
import { Logo } from "./logo.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";

const places = [
  { href: "/", label: "Workflows", Icon: Workflow },
  { href: "/runs", label: "Runs", Icon: Activity },
];

/** The frame around every screen but the editor: where I am, where I can go. */
export function Shell({ children }: { children: ReactNode }) {
  const path = usePathname();
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="sticky top-0 z-30 border-b bg-surface">
        <div className="mx-auto flex h-12 max-w-6xl items-center gap-1 px-4 sm:gap-4">
          <Link href="/" className="flex items-center gap-2 rounded-md font-semibold tracking-tight">
            <Logo />
            <span className="hidden sm:inline">Heddle</span>
          </Link>
          <nav aria-label="Main" className="flex flex-1 items-center gap-1">
            {places.map(({ href, label, Icon }) => (
              <Link
                key={href}
                href={href}
                aria-current={path === href ? "page" : undefined}
                className={cn(
                  "flex h-8 items-center gap-2 rounded-md px-2.5 text-sm font-medium text-muted transition-colors hover:bg-hover hover:text-ink",
                  path === href && "bg-hover text-ink",
                )}
              >
                <Icon aria-hidden className="size-4" />
                {label}
              </Link>
            ))}
          </nav>
          <CommandMenuButton />
          <ThemeSwitch />
        </div>
      </header>
      <main className="mx-auto w-full max-w-6xl flex-1 px-4 py-8">{children}</main>
    </div>
  );
}
