import { isAddress, nameOf } from "@tensorloom/core/internal/node";
import { basename, resolve } from "node:path";
import type { DataCount, Run } from "@tensorloom/report";
import type { Options } from "../cli/options.ts";
import type { Parts, TrainingData } from "../pictures/trainingData.ts";
import type { Scored } from "./measure.ts";

/** A metadata column of more values than this says little about groups. */
const MAX_VALUES = 12;

/** What is known of a run besides its options. */
export interface RunFacts {
  /** The scores of `parts.validation`, in this order. */
  readonly validation: Scored;
  readonly threshold: number | undefined;
  readonly created: Date;
  readonly seconds: Readonly<Record<string, number>>;
}

/** Describes a run: what `run.json` holds, and the predictions of the validation pictures. */
export function describeRun(data: TrainingData, parts: Parts, options: Options, facts: RunFacts): Run {
  const { labels, rows } = data;
  const { validation, threshold, created, seconds } = facts;
  return {
    name: isAddress(options.out) ? nameOf(options.out) : basename(resolve(options.out)),
    created: created.toISOString(),
    description: `EfficientNet-${options.model} at ${String(options.size)} pixels, trained on ${String(parts.train.length)} and validated on ${String(parts.validation.length)} pictures of ${data.path}.`,
    classes: labels,
    ...(threshold === undefined ? {} : { threshold, positive: labels[1] }),
    ...(data.groupedBy === undefined ? {} : { unit: unitOf(data) }),
    settings: settingsOf(options),
    versions: { node: process.versions.node },
    seconds,
    data: [...countRows("training", parts.train, data), ...countRows("validation", parts.validation, data)],
    predictions: {
      ids: parts.validation.map((row) => rows[row].id),
      labels: validation.labels,
      scores: labels.length === 2 ? Array.from(validation.scores.data) : validation.scores,
      groups: groupColumns(data, parts.validation),
    },
  };
}

/** The name of the column of groups. */
function unitOf({ groupedBy = "group" }: TrainingData): string {
  return groupedBy.startsWith("/") ? "group" : groupedBy;
}

/** The options as flags. */
function settingsOf({
  flags: _flags,
  weights,
  groupPattern,
  ...options
}: Options): NonNullable<Run["settings"]> {
  const from =
    weights.from === "path" ? weights.path : weights.from === "published" ? weights.source : "none";
  const entries = Object.entries({ ...options, weights: from, groupPattern: groupPattern?.source });
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function countRows(
  split: string,
  part: readonly number[],
  { labels, rows }: TrainingData,
): readonly DataCount[] {
  return labels.map((label, index) => ({
    split,
    class: label,
    rows: part.filter((row) => rows[row].target === index).length,
  }));
}

/** The group of each picture, and its metadata of few values. */
function groupColumns(
  data: TrainingData,
  part: readonly number[],
): Readonly<Record<string, readonly string[]>> {
  const names = new Set(part.flatMap((row) => Object.keys(data.rows[row].metadata)));
  const columns = [...names].map(
    (name) => [name, part.map((row) => data.rows[row].metadata[name] ?? "unknown")] as const,
  );
  const few = columns.filter(([, values]) => {
    const { size } = new Set(values);
    return size > 1 && size <= MAX_VALUES;
  });
  const unit = part.map((row) => data.rows[row].group ?? "unknown");
  return Object.fromEntries(data.groupedBy === undefined ? few : [...few, [unitOf(data), unit] as const]);
}
