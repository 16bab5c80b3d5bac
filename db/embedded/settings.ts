import { totalmem } from "node:os";

const megabyte = 1024 * 1024;

/**
 * Settings of the embedded server. Nothing here trades durability: a commit that was answered is on disk.
 * The rest fits a journal: many small appends, short queries by key, one machine.
 */
export function serverSettings(port: number, overrides: Readonly<Record<string, string>> = {}): readonly string[] {
  // A quarter of the memory up to 512 MB: the working set is the last days of runs, the rest is the page cache's.
  const sharedBuffersMb = Math.max(64, Math.min(512, Math.floor(totalmem() / megabyte / 4)));
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    max_connections: "60",
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    shared_buffers: `${sharedBuffersMb}MB`,
    wal_compression: "on",
    wal_buffers: "16MB",
    // Fewer checkpoints mean fewer full page images; recovery reads at most this much.
    max_wal_size: "2GB",
    min_wal_size: "256MB",
    checkpoint_timeout: "10min",
    wal_level: "minimal",
    max_wal_senders: "0",
    // Queries are short: planning a just-in-time compilation or a worker costs more than it saves.
    jit: "off",
    max_parallel_workers_per_gather: "0",
    random_page_cost: "1.1",
    password_encryption: "scram-sha-256",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    log_checkpoints: "off",
    ...overrides,
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
