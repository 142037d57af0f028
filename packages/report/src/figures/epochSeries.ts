import type { MeasuredRun } from "../measure/measureRun.ts";
import type { PlainRow } from "./figure.ts";
import { thin } from "./thin.ts";

/** A number that an epoch has logged. */
export interface EpochPoint extends PlainRow {
  readonly run: string;
  /** Its number, from 1. */
  readonly epoch: number;
  /** The metric, without the prefix `val_`. */
  readonly metric: string;
  readonly part: "training" | "validation";
  readonly value: number;
  /** Whether the numbers of epochs begin again here: another stage of the run. */
  readonly startsStage: boolean;
}

/** How many epochs of a run are drawn at most. */
const MAX_EPOCHS = 500;

const NOT_METRICS = new Set(["epoch", "steps", "seconds"]);

/** The numbers that the epochs of a run have logged. */
export function listEpochs({ name, run }: MeasuredRun): readonly EpochPoint[] {
  const numbers = (run.epochs ?? []).map(({ epoch }) => epoch);
  const isRising = numbers.every(
    (epoch, at) => typeof epoch === "number" && (at === 0 || epoch > Number(numbers[at - 1])),
  );
  const kept = thin([...numbers.keys()], MAX_EPOCHS);
  return kept.flatMap((at) => {
    const logs = run.epochs?.[at] ?? {};
    const epoch = isRising ? Number(logs["epoch"]) + 1 : at + 1;
    const startsStage = !isRising && at > 0 && Number(numbers[at]) <= Number(numbers[at - 1]);
    return Object.entries(logs).flatMap(([key, value]): EpochPoint[] => {
      if (NOT_METRICS.has(key) || typeof value !== "number" || !Number.isFinite(value)) return [];
      const validation = key.startsWith("val_");
      const metric = validation ? key.slice("val_".length) : key;
      return [{ run: name, epoch, metric, part: validation ? "validation" : "training", value, startsStage }];
    });
  });
}
