import type { Logger } from "../../log.ts";
import { connectRedis } from "../dispatch/connect-redis.ts";
import { dispatchByQueue } from "../dispatch/dispatch-by-queue.ts";
import type { Dispatcher } from "../dispatch/dispatcher.ts";
import { type Bus, openBus } from "./bus.ts";

/** What ties the processes of an installation together. */
export type Cluster = {
  readonly dispatcher: Dispatcher;
  readonly bus: Bus;
  /** Whether Redis can be reached now. */
  readonly isReady: () => boolean;
  readonly close: () => Promise<void>;
};

type Join = {
  readonly redisUrl: string;
  /** Begins every key and channel: the same in all processes of an installation, and in no other. */
  readonly space: string;
  readonly drivesRuns: boolean;
  readonly log: Logger;
};

/** Joins the processes that share a Redis. It resolves nothing and waits for nothing: Redis may come later. */
export function joinCluster({ redisUrl, space, drivesRuns, log }: Join): Cluster {
  const redis = connectRedis(redisUrl, log);
  const bus = openBus(redis, space, log);
  const dispatcher = dispatchByQueue({ redis, space, self: bus.self, drivesRuns, log });
  return {
    dispatcher,
    bus,
    isReady: redis.isReady,
    close: async () => {
      await dispatcher.close();
      redis.close();
    },
  };
}
