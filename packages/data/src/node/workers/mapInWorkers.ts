import { availableParallelism } from "node:os";
import { checkOptions, integer, oneOf, shown } from "@tensorloom/core/internal";
import { partFor, skippingElsewhere } from "../../pass/part.ts";
import { ParallelMapPass } from "../../concurrency/parallelMapPass.ts";
import { recipe } from "../../pass/recipe.ts";
import type { Operator, Source } from "../../source.ts";
import { streamName, type StreamOptions } from "../../random/streams.ts";
import { WorkerPool } from "./workerPool.ts";

/**
 * Options of {@link mapInWorkers}.
 *
 * @inline
 */
export interface MapInWorkersOptions {
  /** The number of threads; default: one per core. */
  readonly workers?: number | undefined;
  /** Whether results keep the order of the elements; default true. */
  readonly ordered?: boolean | undefined;
  /** How many elements may be in flight, or ready and not yet requested; default: twice the workers. */
  readonly ahead?: number | undefined;
  /** The name of the exported function; default `"default"`, the default export. */
  readonly name?: string | undefined;
  /** The seed of `context.random`, whose numbers are those of `map`; default 0. */
  readonly seed?: number | undefined;
  /** Which values are transferred instead of copied, and so detached for the sender; default `"results"`. */
  readonly transfer?: "none" | "results" | "both" | undefined;
}

const KNOWN = {
  workers: "number",
  ordered: "boolean",
  ahead: "number",
  name: "string",
  seed: "number",
  transfer: "any",
} as const;

/**
 * Applies a function to each element in worker threads, for CPU-bound work.
 *
 * Each worker imports the module. Its function receives the element and `{ index, epoch, random }`, as in `map`, and may
 * be async. Values are copied between threads, except that typed arrays that fill their buffer are transferred
 * (`transfer`), and shared memory is shared. A result can be transferred only once, so return a new array each time.
 * An error keeps its name, stack, `code` and `cause`.
 *
 * A worker that dies is replaced, and its elements are tried again one at a time. Only an element that kills a worker by
 * itself fails; with `transfer: "both"`, elements whose memory was lost with the worker fail too. Closing a pass, and
 * exiting the process, wait up to five seconds for elements in flight, because ending a thread during a native call can
 * abort the process.
 *
 * @param module - The URL of the module: `new URL("./decode.ts", import.meta.url)`. TypeScript is loaded with tsx.
 * @throws A pass throws `StageError`; its cause is the function's error or a {@link WorkerError}.
 * @example
 * ```ts no-run
 * import { fromFolder, mapInWorkers } from "@tensorloom/data/node";
 *
 * // decode.ts: export default async (path: string) => decodeJpeg(await readFile(path));
 * const decode = new URL("./decode.ts", import.meta.url);
 * const images = fromFolder("pictures").apply(mapInWorkers<string, { data: Uint8Array }>(decode, { workers: 4 }));
 * for await (const { data } of images) console.log(data.length);
 * ```
 */
export function mapInWorkers<A, B>(module: URL, options: MapInWorkersOptions = {}): Operator<A, B> {
  const {
    workers = availableParallelism(),
    ordered = true,
    name = "default",
    seed = 0,
  } = checkOptions("mapInWorkers", options, KNOWN);
  const { ahead = 2 * workers, transfer = "results" } = options;
  integer("mapInWorkers: workers", workers, 1);
  integer("mapInWorkers: ahead", ahead, 1);
  integer("mapInWorkers: seed", seed);
  oneOf("mapInWorkers: transfer", transfer, ["none", "results", "both"]);
  if (!(module instanceof URL))
    throw new TypeError(`mapInWorkers: module must be a URL, got ${shown(module)}`);
  const random: StreamOptions = { draws: "map", seed, loops: { count: 0 } };
  return recipe({
    label: `mapInWorkers(${module.href.slice(module.href.lastIndexOf("/") + 1)})`,
    functions: [module.href, name, seed],
    random,
    ...(ordered && { part: (part) => (part.rows === undefined ? undefined : part) }),
    open(upstream: Source<A>, start, label) {
      const part = partFor(start, upstream.label);
      const pool = new WorkerPool({
        module: module.href,
        name,
        stream: streamName([upstream], random, start),
        workers,
        transferResults: transfer !== "none",
        transferElements: transfer === "both",
      });
      return new ParallelMapPass<A, B>(upstream, start, {
        label,
        limit: () => ahead,
        ordered,
        work: (epoch) => ({
          // the caller states the function's type
          next: skippingElsewhere(part, (element: A, index) => pool.run(element, index, epoch) as Promise<B>),
          close: () => pool.close(),
        }),
      });
    },
  });
}
