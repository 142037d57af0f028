import { join } from "node:path";
import { formatTable } from "./formatTable.ts";
import type { Options } from "./options.ts";

/** One epoch of one stage. */
interface EpochSummary {
  readonly epoch: number;
  readonly logs: Readonly<Record<string, number>>;
  readonly stage: { readonly trains: Options["train"]; readonly epochs: number };
}

/** The outcome of a run. */
export interface Results {
  /** The epoch with the least validation loss. */
  readonly best: EpochSummary;
  /** The epoch whose weights were kept. */
  readonly kept: EpochSummary;
  /** `undefined` if there are no images to predict. */
  readonly submitted:
    | {
        readonly path: string;
        readonly images: number;
        /** `undefined` if the labels of the test images are unknown. */
        readonly testAuc: number | undefined;
      }
    | undefined;
  readonly time: string;
}

/** Formats the table at the end of a run. */
export function formatResults({ best, kept, submitted, time }: Results, options: Options): string {
  const { out, keep, train } = options;
  const auc = submitted?.testAuc?.toFixed(4);
  return `\n${formatTable([
    ["best epoch", formatEpoch(best, train)],
    ["kept", `${formatEpoch(kept, train)} (--keep ${keep})`],
    ["validation AUC", kept.logs["val_auc"].toFixed(4)],
    ...(auc === undefined ? [] : [["test AUC", `${auc} (the labels of the sample are known)`] as const]),
    ["model", join(out, "model", "model.json")],
    ["metrics", join(out, "metrics.jsonl")],
    ...(submitted === undefined
      ? []
      : [["submission", `${submitted.path} (${String(submitted.images)} images)`] as const]),
    ["time", time],
  ])}`;
}

function formatEpoch({ epoch, logs, stage }: EpochSummary, train: Options["train"]): string {
  const part = stage.trains === train ? "" : " of the head";
  const measured = `validation loss ${logs["val_loss"].toFixed(4)}, AUC ${logs["val_auc"].toFixed(4)}`;
  return `epoch ${String(epoch + 1)} of ${String(stage.epochs)}${part}, ${measured}`;
}
