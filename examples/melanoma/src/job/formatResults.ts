import { joinPlace } from "@tensorloom/core/internal/node";
import { formatTable } from "../cli/formatTable.ts";
import type { Options } from "../cli/options.ts";
import { formatMeasured } from "../results/formatMeasured.ts";
import type { Results } from "../results/writeResults.ts";
import type { TrainingResult } from "../run/trainStages.ts";
import type { EpochRecord } from "../stages.ts";
import type { Submitted } from "./submit.ts";

/** The outcome of a run. */
export interface Outcome extends Pick<TrainingResult, "best" | "kept"> {
  readonly results: Results;
  /** `undefined` if there are no images to predict. */
  readonly submitted: Submitted | undefined;
  readonly time: string;
}

/** Formats the tables at the end of a run: metrics, and the paths of its results. */
export function formatResults({ best, kept, results, submitted, time }: Outcome, options: Options): string {
  const { out, keep, train } = options;
  const { measured, threshold, classifier, report } = results;
  const chosen =
    threshold === undefined ? [] : [["threshold", `${threshold.toFixed(4)} for both of the above`] as const];
  const auc = submitted?.testAuc?.toFixed(4);
  return `\n${formatTable([
    ["best epoch", formatEpoch(best, train)],
    ["kept", `${formatEpoch(kept, train)} (--keep ${keep})`],
    ...formatMeasured(measured).map(([name, text]) => [`validation ${name}`, text] as const),
    ...chosen,
    ...(auc === undefined ? [] : [["test AUC", `${auc} (the labels of the sample are known)`] as const]),
  ])}\n${formatTable([
    ["model", joinPlace(joinPlace(out, "model"), "model.json")],
    ["classifier", classifier],
    ["metrics", joinPlace(out, "metrics.jsonl")],
    ["predictions", joinPlace(out, "predictions.csv")],
    ...(submitted === undefined
      ? []
      : [["submission", `${submitted.path} (${String(submitted.images)} images)`] as const]),
    ["time", time],
    ["report", report],
  ])}`;
}

function formatEpoch({ epoch, logs, stage }: EpochRecord, train: Options["train"]): string {
  const part = stage.trains === train ? "" : " of the head";
  const measured = `validation loss ${logs["val_loss"].toFixed(4)}, AUC ${logs["val_auc"].toFixed(4)}`;
  return `epoch ${String(epoch + 1)} of ${String(stage.epochs)}${part}, ${measured}`;
}
