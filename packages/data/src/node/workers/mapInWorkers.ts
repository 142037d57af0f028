import { availableParallelism } from "node:os";
import { checkOptions, integer, oneOf, shown } from "@tensorloom/core/internal";
import { ParallelMapPass } from "../../concurrency/parallelMapPass.ts";
import { recipe } from "../../pass/recipe.ts";
import type { Operator, Source } from "../../source.ts";
import { streamName, type StreamOptions } from "../../random/streams.ts";
import { WorkerPool } from "./workerPool.ts";

/**
 * How `mapInWorkers` works.
 *
 * @inline
 */
export interface MapInWorkersOptions {
  /** How many threads; default: as many as there are cores. */
  readonly workers?: number | undefined;
  /** Whether results come in the elements' order; default true. */
  readonly ordered?: boolean | undefined;
  /** How many elements may be in flight, or done and not yet requested; default: twice the workers. */
  readonly ahead?: number | undefined;
  /** The name of the module's function; default `"default"`: its default export. */
  readonly name?: string | undefined;
  /** Names the random numbers of `context.random`, which are those of `map`; default 0. */
  readonly seed?: number | undefined;
  /** What is handed over without a copy, and lost to the side that had it; default `"results"`. */
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
 * Applies a function to each element in worker threads: for work that keeps a core busy.
 *
 * The module is loaded in each worker; its function gets the element and `{ index, epoch, random }`, as `map`'s does,
 * and may answer later. What goes over is copied, but typed arrays that fill their buffer are handed over (`transfer`)
 * and shared memory is shared. An error of the function comes back with the name, stack, `code` and `cause`
 * that it had there. A worker that dies is replaced, and what it had is tried again one at a time: only an element
 * that ends a worker by itself is reported, and, with `transfer: "both"`, those whose memory died with the worker.
 * A result can be transferred only once: the function returns a new array each time. A pass that is closed, and a process
 * that exits, waits up to five seconds for elements in flight: a thread that ends in a native library aborts the process.
 *
 * @param module - The address of the module: `new URL("./decode.ts", import.meta.url)`. TypeScript is loaded through tsx.
 * @throws A pass throws `StageError` with what the function threw, or {@link WorkerError}, as its cause.
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
    open(upstream: Source<A>, start, label) {
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
          next: (element, index) => pool.run(element, index, epoch) as Promise<B>, // what the module says it gives
          close: () => pool.close(),
        }),
      });
    },
  });
}
