import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { AppRouter } from "#server/api/root.ts";

/** `useTRPC()` for queries and mutations with TanStack Query; `useTRPCClient()` for subscriptions and one-off calls. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();
