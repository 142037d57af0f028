import type { StageReport } from "./explanation.ts";

/** A reader that waits for less than this part of the time gains nothing from a faster pipeline. */
const WORTH = 0.1;

const SOURCE =
  "The source is slow: read several at once (interleave, map with concurrency), or from a faster place.";
const GROUPS =
  "It puts groups together: collate less, use the groups' memory again (BatchPool), or put it behind a stage that leaves out more.";
const GROUPING =
  "Its functions keep the thread busy: do the long part in threads before it (mapInWorkers), and put groups together in a map behind it.";
const AWAITED =
  "It waits for its function's promises, one at a time: do that part in a map with concurrency, and leave to this stage what needs no waiting.";
const BUSY = "Its function keeps the thread busy: move it to threads (mapInWorkers), or let it do less.";
const BUSY_KEEPING =
  "Its function keeps the thread busy: do the long part in threads before it (mapInWorkers), or let it do less.";
const STORED =
  "It waits for its files: keep smaller elements in it (before what makes them larger), or use a faster disk.";
const OTHER =
  "It does this itself: give it fewer or smaller elements, or put it behind a stage that leaves out more.";

/** What helps, by the operator: where its function keeps the thread busy, where it answers later, and otherwise. */
interface Advice {
  readonly busy?: string;
  readonly later?: string;
  readonly otherwise?: string;
}

const groups: Advice = { busy: GROUPS, later: GROUPS, otherwise: GROUPS };
const oneByOne: Advice = { busy: BUSY_KEEPING, later: AWAITED };
const stored: Advice = { busy: STORED, later: STORED, otherwise: STORED };

const ADVICE: Readonly<Record<string, Advice>> = {
  map: {
    later:
      'It waits for its function\'s promises: raise its concurrency, or leave it to "auto"; put a prefetch behind it.',
  },
  mapInWorkers: {
    busy: "Handing elements over keeps the thread busy: hand over less, or move buffers instead of copying them (`transfer`).",
    later:
      "It waits for its threads: give it more `workers`, up to the processor's cores, and more `ahead`; or let its function do less.",
  },
  interleave: {
    later:
      "It waits for its inner pipelines: let them make elements ready while others have their turn (`prefetch`), more of them at a time (`cycle`); or make one of them faster (explain it by itself).",
    otherwise:
      "Its inner pipelines keep the thread busy: explain one by itself, or move their work behind it, to threads (mapInWorkers).",
  },
  flatMap: {
    later:
      "It waits for its inner pipelines, one after another: interleave reads several at once (`cycle` and `prefetch`); or make one of them faster (explain it by itself).",
    otherwise:
      "Its inner pipelines keep the thread busy: explain one by itself, or move their work behind it, to threads (mapInWorkers).",
  },
  ...Object.fromEntries(["filter", "takeWhile", "skipWhile", "scan", "tap"].map((name) => [name, oneByOne])),
  ...Object.fromEntries(["batch", "paddedBatch", "rebatch", "window"].map((name) => [name, groups])),
  ...Object.fromEntries(
    ["bucketByLength", "groupByWindow"].map((name) => [name, { ...groups, busy: GROUPING }]),
  ),
  ...Object.fromEntries(["cacheToFile", "snapshot"].map((name) => [name, stored])),
};

/** What helps a stage that holds the others back. */
export function adviseStage({ stage, own, inFunctions, isAsync, isSource }: StageReport): string {
  if (isSource) return SOURCE;
  const kind = /^\w+(?=\()/.exec(stage)?.[0] ?? "";
  const {
    busy = BUSY,
    later: waits = OTHER,
    otherwise = OTHER,
  } = (Object.hasOwn(ADVICE, kind) && ADVICE[kind]) || {};
  if (inFunctions > own / 2) return busy;
  return isAsync ? waits : otherwise;
}

/** What helps where the reader takes longer; it waited for this part of the time. */
export function adviseReader(waited: number): string {
  if (!(waited >= WORTH))
    return "The reader takes longer than the pipeline: a faster pipeline changes nothing.";
  const part = String(Math.round(100 * waited));
  return `The reader takes longer than the pipeline, which has the other ${part} % of the time: let the two overlap (prefetch).`;
}
