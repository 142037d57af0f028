import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { errorMessage } from "@tensorloom/core/internal";
import { median, print, round } from "../../../../.config/bench/measure.ts";
import { type Engine, type Found, type Load, PLACES, type Variant } from "./load.ts";
import { runInChromium } from "./runInChromium.ts";
import { runInNode } from "./runInNode.ts";
import { runInPython } from "./runInPython.ts";
import { vectorSet } from "./vectorSet.ts";

const RUN = { node: runInNode, python: runInPython, chromium: runInChromium } as const;

/** An engine that takes part, and how its load differs from the others'. */
export interface Contestant extends Partial<
  Pick<Load, "activations" | "replicas" | "size" | "steps" | "threads" | "warmUps">
> {
  readonly engine: Engine;
  /** Takes part in the first round only: it is slow beyond comparison. */
  readonly once?: boolean;
  /** Default: all batches. */
  readonly batch?: number;
}

/** What is compared, unless arguments say otherwise. */
export interface Comparison {
  readonly what: Load["what"];
  readonly batches: readonly number[];
  readonly warmUps: number;
  readonly steps: number;
  readonly contestants: readonly Contestant[];
}

/**
 * Runs the contestants in turns, round after round, and prints a line for each.
 *
 * `ratio` is the time divided by the first contestant's in the same round, so from the same minutes: the median of the rounds.
 *
 * Arguments: `--engines onnxruntime,keras` (parts of names), `--batch 8,1`, `--rounds 3`, `--steps 9`, `--variant B0`, `--size 224`.
 */
export async function compareEngines(comparison: Comparison): Promise<void> {
  const { loads, rounds } = chosenLoads(comparison);
  const results = new Map<Load, Found[]>(loads.map(({ load }) => [load, []]));
  for (let at = 0; at < rounds; at++)
    for (const { load, once } of loads) {
      const before = results.get(load) ?? [];
      if ((once && at > 0) || before.some((found) => !("msPerImage" in found))) continue;
      const found = await run(load);
      showProgress(`round ${String(at + 1)} of ${String(rounds)}`, load, found);
      results.set(load, [...before, found]);
    }
  const machine = { cores: availableParallelism(), vectors: vectorSet(), node: process.versions.node };
  for (const [load, found] of results) {
    const first = loads.find(({ load: { batch, size } }) => batch === load.batch && size === load.size);
    const { what, ...settings } = load;
    print({
      bench: what,
      ...settings,
      ...summary(found, first === undefined ? [] : (results.get(first.load) ?? [])),
      ...machine,
    });
  }
}

/** Runs a load; an engine that throws takes no result from the others. */
async function run(load: Load): Promise<Found> {
  try {
    return await RUN[PLACES[load.engine]](load);
  } catch (error) {
    return { impossible: errorMessage(error).split("\n")[0].slice(0, 200) };
  }
}

/** Prints what a load has found to stderr, so that the lines of results stay as they are. */
function showProgress(round: string, { engine, batch }: Load, found: Found): void {
  const text =
    "msPerImage" in found ? `${found.msPerImage.toFixed(1)} ms per image` : Object.values(found)[0];
  process.stderr.write(`${round}: ${engine}, batch ${String(batch)}: ${text}\n`);
}

/** Times of all rounds in one; ratios against the same rounds of another. */
function summary(rounds: readonly Found[], against: readonly Found[]): object {
  const failed = rounds.find((found) => !("msPerImage" in found));
  if (failed !== undefined) return failed;
  const times = rounds.map(timeOf);
  const ratios = times.map((time, at) => time / timeOf(against[at]));
  const peaks = rounds.flatMap((found) => ("peakMegabytes" in found ? [found.peakMegabytes ?? 0] : []));
  return {
    rounds: rounds.length,
    msPerImage: round(median(times)),
    ...(peaks.length > 0 ? { peakMegabytes: Math.max(...peaks) } : {}),
    ...(ratios.every(Number.isFinite) ? { ratio: round(median(ratios)) } : {}),
  };
}

function timeOf(found: Found | undefined): number {
  return found !== undefined && "msPerImage" in found ? found.msPerImage : NaN;
}

/** The loads that the arguments of the command choose. */
function chosenLoads({ what, batches, warmUps, steps, contestants }: Comparison): {
  readonly loads: readonly { readonly load: Load; readonly once: boolean }[];
  readonly rounds: number;
} {
  const option = { type: "string" } as const;
  const { values } = parseArgs({
    options: { engines: option, batch: option, rounds: option, steps: option, variant: option, size: option },
  });
  const parts = values.engines?.toLowerCase().split(",") ?? [""];
  const loads = (values.batch?.split(",").map(Number) ?? batches).flatMap((batch) =>
    contestants
      .filter(({ engine }) => parts.some((part) => engine.toLowerCase().includes(part)))
      .filter((contestant) => (contestant.batch ?? batch) === batch)
      .map(({ once = false, ...contestant }) => ({
        once,
        load: {
          what,
          variant: (values.variant ?? "B0") as Variant, // an unknown one fails in the process that builds it
          size: Number(values.size ?? 224),
          replicas: 1,
          warmUps,
          steps: Number(values.steps ?? steps),
          ...contestant,
          batch,
        },
      })),
  );
  if (loads.length === 0)
    throw new RangeError(`bench: no engine of ${what} has ${parts.join(" or ")} in its name`);
  return { loads, rounds: Number(values.rounds ?? 3) };
}
