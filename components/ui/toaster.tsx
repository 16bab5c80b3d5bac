"use client";
import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

/** Where `toast(...)` of sonner appears: above the canvas controls, in the colours of the theme. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-center"
      toastOptions={{
        classNames: {
          toast: "!bg-raised !border-line !text-ink !shadow-high !rounded-lg",
          description: "!text-muted",
          actionButton: "!bg-accent !text-accent-ink",
        },
      }}
    />
  );
}
