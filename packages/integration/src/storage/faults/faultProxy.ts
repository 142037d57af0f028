import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { random } from "@tensorloom/core";
import { drawFault, type Fault, FAULTS, type FaultRates } from "./fault.ts";
import { forward, SPOIL, type Spoilt } from "./spoil.ts";
import { openUpstream } from "./upstream.ts";

/** Options of {@link faultProxy}. */
export interface FaultProxyOptions {
  /** The origin of the server that the proxy asks: `http://127.0.0.1:9000`. */
  readonly upstream: string;
  /** How probable each fault is; default: none happens. */
  readonly rates?: FaultRates;
  /** Chooses the faults: the request of the same number has the same fault. Default 0. */
  readonly seed?: number;
  /** How long every response waits, in milliseconds; default 0. */
  readonly latencyMs?: number;
  /** How long a silence lasts before the connection is cut, in milliseconds; default 60,000. */
  readonly stallMs?: number;
  /** How long each pause of a slow response lasts, in milliseconds; default 5. */
  readonly slowMs?: number;
  /** The value of `Retry-After`, in seconds; default 1. */
  readonly retryAfter?: number;
}

/** An HTTP proxy that is running. */
export interface FaultProxy {
  /** Its origin, without a slash at the end. */
  readonly url: string;
  /** How many requests have arrived. */
  readonly requests: number;
  /** How many requests had each fault. */
  readonly counts: Readonly<Record<Fault, number>>;
  /** Changes how probable faults are, from the next request on. */
  setRates(rates: FaultRates): void;
  close(): Promise<void>;
}

/**
 * Starts a reverse proxy on the loopback that injects faults into the responses of a server.
 *
 * The faults are drawn from the seed and the number of the request, in the order of arrival.
 */
export async function faultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { seed = 0, latencyMs = 0, stallMs = 60_000, slowMs = 5, retryAfter = 1 } = options;
  let rates = options.rates ?? {};
  const upstream = openUpstream(options.upstream);
  const counts = Object.fromEntries(Object.keys(FAULTS).map((fault) => [fault, 0])) as Record<Fault, number>; // its keys
  const draws = random(seed);
  let requests = 0;

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const stream = draws.fork(requests++);
    const { method, headers } = incoming;
    const fault = drawFault(rates, stream, { method, hasRange: headers.range !== undefined });
    const spoilt: Spoilt = { incoming, response, upstream, stream, stallMs, slowMs, retryAfter };
    if (latencyMs > 0) await sleep(latencyMs);
    if (fault === undefined) return forward(spoilt);
    counts[fault] += 1;
    return SPOIL[fault](spoilt);
  }

  const server = createServer((incoming, response) => {
    respond(incoming, response).catch(() => response.destroy()); // the server does not answer
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, // a TCP server's
    get requests() {
      return requests;
    },
    counts,
    setRates(next) {
      rates = next;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      upstream.close();
      await closed;
    },
  };
}
