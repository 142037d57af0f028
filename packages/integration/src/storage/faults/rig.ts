import { random, registerStorage, type Storage } from "@tensorloom/core";
import { s3Storage } from "../../../../storage/src/s3/s3Storage.ts";
import type { FaultRates } from "./fault.ts";
import { type FaultProxy, faultProxy } from "./faultProxy.ts";
import { objectServer } from "./objectServer.ts";

/** A server of objects, a proxy with faults, and the scheme `faulty:` that reads through it. */
export interface Rig {
  readonly proxy: FaultProxy;
  /** Reads and writes through the proxy. */
  readonly storage: Storage;
  stop(): Promise<void>;
}

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };

/** Long enough for a busy machine: a process that waits for the processor is no silent server. */
const IDLE_MS = 1500;

/** A quarter of the requests fails, in every way that the proxy knows. */
export const RATES: FaultRates = {
  error500: 0.04,
  busy503: 0.04,
  busy503RetryAfter: 0.002,
  slow: 0.03,
  stall: 0.002,
  cut: 0.05,
  truncated: 0.04,
  otherRange: 0.02,
  wholeObject: 0.02,
  changed: 0.01,
};

/** Starts the servers, and registers the scheme `faulty`. No fault happens until rates are set. */
export async function startRig(seed: number): Promise<Rig> {
  const server = await objectServer();
  const proxy = await faultProxy({ upstream: server.url, seed, stallMs: 2 * IDLE_MS, slowMs: 2 });
  const draws = random(seed, 1);
  const storage = s3Storage({
    scheme: "faulty",
    endpoint: proxy.url,
    region: "us-east-1",
    credentials,
    retryDelay: 2,
    maxRetryDelay: 20,
    idleTimeout: IDLE_MS,
    timeout: 15_000,
    blockBytes: 2 ** 18,
    jitter: () => draws.uniform(),
  });
  const unregister = registerStorage("faulty", () => storage);
  return {
    proxy,
    storage,
    async stop() {
      unregister();
      await proxy.close();
      await server.close();
    },
  };
}
