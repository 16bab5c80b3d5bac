"use client";
import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";

const CommandMenu = dynamic(() => import("./command-menu.tsx").then((module) => module.CommandMenu), { ssr: false });

/** Opens the command palette by click or Mod+K; its code is loaded when it is first wanted. */
export function CommandMenuButton() {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setWanted(true);
      setOpen((was) => !was);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);

  return (
    <>
      <Button
        aria-label="Search and commands"
        className="text-faint"
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
      >
        <Search />
        <span className="hidden sm:inline">Search</span>
        <Kbd shortcut="Mod+K" className="hidden sm:inline-flex" />
      </Button>
      {wanted && <CommandMenu open={open} onOpenChange={setOpen} />}
    </>
  );
}
