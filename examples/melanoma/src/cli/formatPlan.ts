import { formatTable } from "./formatTable.ts";
import type { Options } from "./options.ts";

/** A record file's images, by name and label. */
interface FileSummary {
  readonly names: readonly string[];
  /** 1 malignant, 0 benign; empty for test files. */
  readonly targets: readonly number[];
}

/** The files of a run, and how they are read. */
export interface Plan {
  readonly folder: string;
  readonly isSample: boolean;
  readonly train: readonly FileSummary[];
  readonly validation: readonly FileSummary[];
  readonly test: readonly FileSummary[];
  readonly decoder: { readonly name: string; readonly reason: string };
}

/** Formats what a run will do, before it does it. */
export function formatPlan(
  { folder, isSample, train, validation, test, decoder }: Plan,
  options: Options,
): string {
  const { model, size, preprocessing } = options;
  const network = `EfficientNet-${model} at ${String(size)}x${String(size)}, ${preprocessing} preprocessing`;
  return (
    formatTable([
      ["data", isSample ? `${folder} (a drawn sample, not real skin)` : folder],
      ["train", formatLabelled(train)],
      ["validation", formatLabelled(validation)],
      ["test", formatCounts(test)],
      ["decoder", `${decoder.name}: ${decoder.reason}`],
      ["model", `${network}; ${formatTask(options)}`],
      ["weights", formatWeights(options)],
    ]) +
    warnOfOneClass("train", train) +
    warnOfOneClass("validation", validation)
  );
}

function formatCounts(files: readonly FileSummary[]): string {
  const unit = files.length === 1 ? "file " : "files";
  return `${String(files.length).padStart(3)} ${unit} ${String(countImages(files)).padStart(6)} images`;
}

function formatLabelled(files: readonly FileSummary[]): string {
  const [images, malignant] = [countImages(files), countMalignant(files)];
  const percent = ((100 * malignant) / Math.max(1, images)).toFixed(1);
  return `${formatCounts(files)} ${String(malignant).padStart(6)} malignant (${percent} %)`;
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

/** AUC compares two classes, so it is undefined if one of them is absent. */
function warnOfOneClass(name: string, files: readonly FileSummary[]): string {
  const malignant = countMalignant(files);
  if (malignant > 0 && malignant < countImages(files)) return "";
  return `The ${name} images are all of one class, so their AUC is undefined (NaN).\n`;
}

function countImages(files: readonly FileSummary[]): number {
  return files.reduce((sum, { names }) => sum + names.length, 0);
}

function countMalignant(files: readonly FileSummary[]): number {
  return files.flatMap(({ targets }) => targets).reduce((sum, target) => sum + target, 0);
}
