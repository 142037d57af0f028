import { join } from "node:path";
import type { JpegDecoder } from "@tensorloom/image/node";
import type { Learnt } from "../learn.ts";
import type { Milestone } from "../train.ts";
import type { Options } from "./options.ts";
import type { Prepared } from "../files/prepareFiles.ts";
import { positives, total, type SurveyedFile } from "../files/validateFiles.ts";
import { table } from "./table.ts";

/** What was found and what will be done, before it is done. */
export function found(prepared: Prepared, options: Options, isSample: boolean, decoder: JpegDecoder): string {
  const { folder, train, validation, test } = prepared;
  const { model, size, preprocessing } = options;
  const all = options.train === "all";
  const first = options.weights.from === "none" ? "" : "the head is trained, then ";
  const task = all ? `${first}every layer is trained` : "the head is trained, the backbone stays as it is";
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
export interface Outcome extends Learnt {
  readonly options: Options;
  readonly prepared: Prepared;
  /** Of a sample: what its test images really are. */
  readonly truth: ReadonlyMap<string, number> | undefined;
  readonly time: string;
}

/** The table at the end. */
export async function results(outcome: Outcome): Promise<string> {
  const { best, kept, options, prepared, time } = outcome;
  const { out, keep, train } = options;
  const named = (end: Milestone): string =>
    `epoch ${String(end.epoch + 1)} of ${String(end.stage.epochs)}${end.stage.trains === train ? "" : " of the head"}, validation loss ${end.logs["val_loss"].toFixed(4)}, AUC ${end.logs["val_auc"].toFixed(4)}`;
  return `\n${table([
    ["best epoch", named(best)],
    ["kept", `${named(kept)} (--keep ${keep})`],
    ["validation AUC", kept.logs["val_auc"].toFixed(4)],
    ...(await testAuc(outcome)),
    ["model", join(out, "model", "model.json")],
    ["metrics", join(out, "metrics.jsonl")],
    ["submission", `${join(out, "submission.csv")} (${String(prepared.order.length)} images)`],
    ["time", time],
  ])}`;
}

/** Nobody has the test labels but who drew the images. */
async function testAuc({ truth, scores }: Outcome): Promise<readonly (readonly [string, string])[]> {
  if (truth === undefined) return [];
  const { rocAuc } = await import("@tensorloom/training"); // loaded by now; what is told before needs no tfjs
  const auc = rocAuc(
    [...truth.values()],
    [...truth.keys()].map((name) => scores.get(name) ?? NaN),
  );
  return [["test AUC", `${auc.toFixed(4)} (the sample knows its labels)`]];
}
