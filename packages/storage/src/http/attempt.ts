import { IdleClock } from "./idleClock.ts";
import { TransientError } from "./transientError.ts";
import type { Arrival, ObjectRequest, Take, Transport } from "./transport.ts";

/** A response whose body is read as it arrives. A pause longer than the idle timeout, or a break, is a {@link TransientError}. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Passes the body to `take`, which copies what it needs. */
  drain(take: Take): Promise<void>;
  /** Iterates over the body; it waits for its consumer. */
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
  /** Reads the body as text, up to `maxBytes`. */
  text(maxBytes?: number): Promise<string>;
}

interface AttemptOptions {
  readonly transport: Transport;
  readonly idleTimeout: number;
  readonly signal: AbortSignal | undefined;
}

/** The most bytes of a document (a page of a list, a response to an upload) that are read. */
const MAX_TEXT_BYTES = 64 * 2 ** 20;

/** The slowest upload that is not taken for a broken one, in bytes per millisecond: nothing arrives while it lasts. */
const MIN_UPLOAD_BYTES_PER_MS = 32;

/** The reason of an abort after the idle timeout. */
const LATE = Symbol("late");

/** Sends one request and passes the response to `use`; the connection is free afterwards. */
export async function attempt<T>(
  request: ObjectRequest,
  { transport, idleTimeout, signal }: AttemptOptions,
  use: (reply: Reply) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });

  let idle = idleTimeout + (request.body?.length ?? 0) / MIN_UPLOAD_BYTES_PER_MS;
  const clock = new IdleClock(() => controller.abort(LATE));
  let arrival: Arrival | undefined;

  /** Runs a step of the exchange, and ends it after the idle timeout. */
  async function step<R>(what: string, work: () => Promise<R>): Promise<R> {
    clock.start(idle);
    try {
      return await work();
    } catch (cause) {
      if (signal?.aborted === true) throw signal.reason;
      const status = arrival?.status;
      if (controller.signal.reason === LATE) {
        const problem = `nothing arrived for ${String(Math.round(idle))} ms`;
        throw new TransientError("timeout", problem, { status });
      }
      throw new TransientError("network", `${what}: ${rootMessage(cause)}`, { cause, status });
    } finally {
      clock.pause();
    }
  }

  try {
    const from = await step("the request failed", () => transport(request, controller.signal));
    arrival = from;
    idle = idleTimeout;
    const reply: Reply = {
      status: from.status,
      headers: from.headers,
      drain: (take) =>
        step("the connection broke", () =>
          from.drain((chunk) => {
            clock.progress();
            return take(chunk);
          }),
        ),
      async *chunks() {
        for (;;) {
          const chunk = await step("the connection broke", () => from.next());
          if (chunk === undefined) return;
          yield chunk;
        }
      },
      async text(maxBytes = MAX_TEXT_BYTES) {
        const decoder = new TextDecoder();
        let [text, bytes] = ["", 0];
        await reply.drain((chunk) => {
          bytes += chunk.length;
          if (bytes > maxBytes) return false;
          text += decoder.decode(chunk, { stream: true });
          return true;
        });
        return text + decoder.decode();
      },
    };
    return await use(reply);
  } finally {
    clock.stop();
    signal?.removeEventListener("abort", abort);
    if (arrival === undefined)
      controller.abort(); // the connection of a request that failed
    else arrival.close();
  }
}

/** The message of the innermost cause: `fetch failed` alone does not say why. */
function rootMessage(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return rootMessage(error.errors[0]); // one per IP address
  const { cause } = error instanceof Error ? error : {};
  if (cause instanceof Error && cause.message !== "") return cause.message;
  return error instanceof Error ? error.message : String(error);
}
