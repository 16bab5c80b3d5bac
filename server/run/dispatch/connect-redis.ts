import { Redis } from "ioredis";
import type { Logger } from "../../log.ts";

/** A server that comes back is found within this; ioredis and BullMQ would wait up to 5 and 20 s. */
const reconnectMsMax = 500;

export type RedisConnections = {
  /** Fails at once while the server is away: nobody waits for it. */
  readonly impatient: () => Redis;
  /** Waits for the server as long as it takes: for who has nothing else to do. */
  readonly patient: () => Redis;
  readonly isReady: () => boolean;
  readonly close: () => void;
};

/**
 * Opens connections to Redis or Valkey. That it is away is no error of ours: runs are accepted and driven without it, only
 * later by a moment. So it is said once when it goes and once when it is back.
 */
export function connectRedis(url: string, log: Logger): RedisConnections {
  const open: Redis[] = [];
  let isAway = false;
  const note = (error: unknown) => {
    if (isAway) return;
    isAway = true;
    log.warn({ error }, "Redis cannot be reached; queued runs are found by the sweep until it is back.");
  };
  const back = () => {
    if (isAway) log.info("Redis is back.");
    isAway = false;
  };
  const make = (isPatient: boolean) => {
    const redis = new Redis(url, {
      maxRetriesPerRequest: isPatient ? null : 0,
      enableOfflineQueue: isPatient,
      // What was sent and not answered may have been done; who needs to know asks the database.
      autoResendUnfulfilledCommands: false,
      retryStrategy: (times) => Math.min(50 * times, reconnectMsMax),
      connectTimeout: 5_000,
      connectionName: "heddle",
    });
    redis.on("error", note);
    redis.on("ready", back);
    open.push(redis);
    return redis;
  };
  return {
    impatient: () => make(false),
    patient: () => make(true),
    isReady: () => open.length > 0 && open.every(({ status }) => status === "ready"),
    close: () => {
      for (const redis of open) redis.disconnect();
    },
  };
}
