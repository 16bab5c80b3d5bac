"use client";
import dynamic from "next/dynamic";
import { useSyncExternalStore } from "react";
import { laterPart } from "./later-part.ts";
import { isToasterWanted, onToasterWanted } from "./toast.ts";

const loadStack = laterPart(() => import("./toast-stack.tsx"));
const ToastStack = dynamic(() => loadStack().then((file) => file.ToastStack), { ssr: false });

/** Where `toast(...)` appears. */
export function Toaster() {
  const isWanted = useSyncExternalStore(onToasterWanted, isToasterWanted, () => false);
  return isWanted ? <ToastStack /> : null;
}
