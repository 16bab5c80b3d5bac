"use client";
import { useTheme } from "next-themes";
import { useEffect } from "react";
import { Toaster as Stack, toast as sonner } from "sonner";
import { connectToaster } from "./toast.ts";

/** Messages above the canvas controls, in the colours of the theme. */
export function ToastStack() {
  const { resolvedTheme } = useTheme();
  // Effects of what is inside come first: it listens by now.
  useEffect(() => connectToaster(sonner), []);
  return (
    <Stack
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
