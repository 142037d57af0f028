import type { StageReport } from "./stageReport.ts";

/** A consumer that waits for less than this share of the time gains nothing from a faster pipeline. */
const MIN_WAIT = 0.1;

const SOURCE =
  "The source is slow: read several files at a time (interleave, map with concurrency), or use faster storage.";
const GROUPS =
  "It assembles groups: collate less, reuse the groups' memory (BatchPool), or filter elements before it.";
const GROUPING =
  "Its functions keep the thread busy: do the long part in threads before it (mapInWorkers), and assemble groups in a map after it.";
const AWAITED =
  "It waits for its function's promises, one at a time: do that part in a map with concurrency, and keep this stage synchronous.";
const BUSY = "Its function keeps the thread busy: move it to threads (mapInWorkers), or let it do less.";
const BUSY_KEEPING =
  "Its function keeps the thread busy: do the long part in threads before it (mapInWorkers), or let it do less.";
const STORED =
  "It waits for its files: store smaller elements (before the stages that enlarge them), or use a faster disk.";
const OTHER = "Its own work takes the time: pass it fewer or smaller elements, or filter elements before it.";

/** Advice for an operator that is busy, asynchronous, or neither. */
interface Advice {
  readonly busy?: string | undefined;
  readonly async?: string | undefined;
  readonly otherwise?: string | undefined;
}

const groups: Advice = { busy: GROUPS, async: GROUPS, otherwise: GROUPS };
const oneByOne: Advice = { busy: BUSY_KEEPING, async: AWAITED };
const stored: Advice = { busy: STORED, async: STORED, otherwise: STORED };

const ADVICE: Readonly<Record<string, Advice>> = {
  map: {
    async:
      'It waits for its function\'s promises: raise its concurrency, or set it to "auto"; put a prefetch after it.',
  },
  mapInWorkers: {
    busy: "Sending elements to threads keeps this thread busy: send less, or move buffers instead of copying them (`transfer`).",
    async:
      "It waits for its threads: raise `workers`, up to the processor's cores, and `ahead`; or let its function do less.",
  },
  interleave: {
    async:
      "It waits for its inner pipelines: let them prefetch while others have their turn (`prefetch`), read more of them at a time (`cycle`), or make one of them faster (explain it by itself).",
    otherwise:
      "Its inner pipelines keep the thread busy: explain one by itself, or move their work after it, to threads (mapInWorkers).",
  },
  flatMap: {
    async:
      "It waits for its inner pipelines, one after another: interleave reads several at a time (`cycle` and `prefetch`); or make one of them faster (explain it by itself).",
    otherwise:
      "Its inner pipelines keep the thread busy: explain one by itself, or move their work after it, to threads (mapInWorkers).",
  },
  ...Object.fromEntries(["filter", "takeWhile", "skipWhile", "scan", "tap"].map((name) => [name, oneByOne])),
  ...Object.fromEntries(["batch", "paddedBatch", "rebatch", "window"].map((name) => [name, groups])),
  ...Object.fromEntries(
    ["bucketByLength", "groupByWindow"].map((name) => [name, { ...groups, busy: GROUPING }]),
  ),
  ...Object.fromEntries(["cacheToFile", "snapshot"].map((name) => [name, stored])),
};

/** Returns advice for the stage that is the bottleneck. */
export function adviseStage({ stage, own, inFunctions, isAsync, isSource }: StageReport): string {
  if (isSource) return SOURCE;
  const kind = /^\w+(?=\()/.exec(stage)?.[0] ?? "";
  const {
    busy = BUSY,
    async: waits = OTHER,
    otherwise = OTHER,
  } = (Object.hasOwn(ADVICE, kind) && ADVICE[kind]) || {};
  if (inFunctions > own / 2) return busy;
  return isAsync ? waits : otherwise;
}

/** Returns advice if the consumer is the bottleneck. `waited` is the share of time that it waited. */
export function adviseReader(waited: number): string {
  if (!(waited >= MIN_WAIT))
    return "The reader takes longer than the pipeline: a faster pipeline changes nothing.";
  const part = String(Math.round(100 * waited));
  return `The reader takes longer than the pipeline, which takes the other ${part} % of the time: let the two overlap (prefetch).`;
}
