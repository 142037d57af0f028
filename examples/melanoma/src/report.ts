import { join } from "node:path";
import type { JpegDecoder } from "@tensorloom/image/node";
import type { EpochEnd } from "@tensorloom/training";
import type { Options } from "./options.ts";
import type { Prepared } from "./prepare.ts";
import { positives, total, type SurveyedFile } from "./survey.ts";
import { table } from "./table.ts";

/** What was found and what will be done, before it is done. */
export function found(prepared: Prepared, options: Options, isSample: boolean, decoder: JpegDecoder): string {
  const { folder, train, validation, test } = prepared;
  const { model, size, preprocessing } = options;
  const all = options.train === "all";
  const task = all ? "every layer is trained" : "the head is trained, the backbone stays as it is";
  return (
    table([
      ["data", isSample ? `${folder} (drawn: a sample, not skin)` : folder],
      ["train", labelled(train)],
      ["validation", labelled(validation)],
      ["test", counted(test)],
      ["decoder", `${decoder.name}: ${decoder.reason}`],
      [
        "model",
        `EfficientNet-${model} at ${String(size)}x${String(size)}, ${preprocessing} preprocessing; ${task}`,
      ],
      ["weights", weights(options, all)],
    ]) + lacking(train, validation)
  );
}

function counted(files: readonly SurveyedFile[]): string {
  return `${String(files.length).padStart(3)} ${files.length === 1 ? "file " : "files"} ${String(total(files)).padStart(6)} images`;
}

function labelled(files: readonly SurveyedFile[]): string {
  const [all, malignant] = [total(files), positives(files)];
  return `${counted(files)} ${String(malignant).padStart(6)} malignant (${((100 * malignant) / Math.max(1, all)).toFixed(1)} %)`;
}

function weights({ weights: from }: Options, all: boolean): string {
  if (from.from === "path") return from.path;
  if (from.from === "published") return from.source;
  return all
    ? "none: every layer begins at random"
    : "none: the backbone's filters are random, so the score is that of random features; --weights gives it real ones";
}

/** An AUC compares the two classes: where one is absent there is none. */
function lacking(train: readonly SurveyedFile[], validation: readonly SurveyedFile[]): string {
  const sets = [["train", train] as const, ["validation", validation] as const];
  return sets
    .filter(([, files]) => positives(files) === 0 || positives(files) === total(files))
    .map(([name]) => `The ${name} files hold one class only: their AUC cannot be told (NaN).\n`)
    .join("");
}

/** What {@link results} tells of. */
export interface Outcome {
  readonly best: EpochEnd;
  readonly scores: ReadonlyMap<string, number>;
  readonly options: Options;
  readonly prepared: Prepared;
  /** Of a sample: what its test images really are. */
  readonly truth: ReadonlyMap<string, number> | undefined;
  readonly time: string;
}

/** The table at the end. */
export async function results({ best, scores, options, prepared, truth, time }: Outcome): Promise<string> {
  const { out, epochs } = options;
  const { order } = prepared;
  const { rocAuc } = await import("@tensorloom/training"); // loaded by now; this file alone does not need tfjs
  const known: readonly (readonly [string, string])[] =
    truth === undefined
      ? []
      : [
          [
            "test AUC",
            `${auc(
              rocAuc(
                [...truth.values()],
                [...truth.keys()].map((name) => scores.get(name) ?? 0),
              ),
            )} (the sample knows its labels)`,
          ],
        ];
  return `\n${table([
    [
      "best epoch",
      `${String(best.epoch + 1)} of ${String(epochs)}, by validation loss (${best.logs["val_loss"].toFixed(4)})`,
    ],
    ["validation AUC", auc(best.logs["val_auc"])],
    ...known,
    ["model", join(out, "model", "model.json")],
    ["metrics", join(out, "metrics.jsonl")],
    ["submission", `${join(out, "submission.csv")} (${String(order.length)} images)`],
    ["time", time],
  ])}`;
}

function auc(value: number): string {
  return value.toFixed(4);
}
