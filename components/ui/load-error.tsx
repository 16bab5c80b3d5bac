import { CloudOff } from "lucide-react";
import { Button } from "./button.tsx";
import { EmptyState } from "./empty-state.tsx";

type Props = { what: string; error: { readonly message: string }; retry: () => unknown };

/** Something could not be loaded: what, why, and a way to try again. */
export function LoadError({ what, error, retry }: Props) {
  return (
    <div role="alert">
      <EmptyState
        icon={<CloudOff />}
        title={`${what} could not be loaded`}
        action={<Button onClick={() => retry()}>Try again</Button>}
      >
        {error.message}
      </EmptyState>
    </div>
  );
}
