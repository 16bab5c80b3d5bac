"use client";
import { useEffect } from "react";
import { useEditorSession } from "#components/editor/session-context.tsx";
import { isId } from "#core/id.ts";

/** Keeps `?run=run_…` and the opened run the same, so that a link or a reload shows the run again. */
export function useRunInAddress(): void {
  const { store } = useEditorSession();
  useEffect(() => {
    const wanted = new URLSearchParams(location.search).get("run");
    if (isId("run", wanted)) store.setState({ openRun: wanted });
    return store.subscribe(({ openRun }, before) => {
      if (openRun === before.openRun) return;
      const address = new URL(location.href);
      if (openRun) address.searchParams.set("run", openRun);
      else address.searchParams.delete("run");
      history.replaceState(null, "", address);
    });
  }, [store]);
}
