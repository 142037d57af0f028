import type { Parts, TrainingData } from "../pictures/trainingData.ts";
import { formatTable } from "../cli/formatTable.ts";
import type { Options } from "../cli/options.ts";

/** The pictures of a run, and how they are read. */
export interface Plan {
  readonly data: Pick<TrainingData, "path" | "labels" | "rows" | "groupedBy" | "test">;
  readonly parts: Parts;
  readonly isSample: boolean;
  readonly decoder: { readonly name: string; readonly reason: string };
}

/** Formats what a run will do, before it does it. */
export function formatPlan({ data, parts, isSample, decoder }: Plan, options: Options): string {
  const { model, size, preprocessing } = options;
  const network = `EfficientNet-${model} at ${String(size)}x${String(size)}, ${preprocessing} preprocessing`;
  return formatTable([
    ["data", isSample ? `${data.path} (a drawn sample, not real skin)` : data.path],
    ["train", formatLabelled(parts.train, data)],
    ["validation", formatLabelled(parts.validation, data)],
    ...(data.groupedBy === undefined ? [] : [["groups", formatGroups(data)] as const]),
    ...(data.test === undefined
      ? []
      : [["test", `${String(data.test.rows.length).padStart(6)} images`] as const]),
    ["decoder", `${decoder.name}: ${decoder.reason}`],
    ["model", `${network}; ${formatTask(options)}`],
    ["weights", formatWeights(options)],
  ]);
}

type Rows = Pick<TrainingData, "labels" | "rows">;

function formatLabelled(part: readonly number[], { labels, rows }: Rows): string {
  const counts = labels.map((label, index) => {
    const count = part.filter((row) => rows[row].target === index).length;
    const percent = ((100 * count) / Math.max(1, part.length)).toFixed(1);
    return `${label} ${String(count)} (${percent} %)`;
  });
  return `${String(part.length).padStart(6)} images: ${counts.join(", ")}`;
}

function formatGroups({ rows, groupedBy }: Plan["data"]): string {
  const groups = new Set(rows.map(({ group }) => group)).size;
  return `${String(groups).padStart(6)} by ${String(groupedBy)}: each is in one part only`;
}

function formatTask({ train, weights }: Options): string {
  if (train === "head") return "the head is trained, the backbone is frozen";
  return weights.from === "none" ? "every layer is trained" : "the head is trained, then every layer";
}

function formatWeights({ weights, train }: Options): string {
  if (weights.from === "path") return weights.path;
  if (weights.from === "published") return weights.source;
  return train === "all"
    ? "none: every layer starts from random weights"
    : "none: the backbone's filters are random, and so are its features; --weights loads trained ones";
}
