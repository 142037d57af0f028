import type { CommandLine } from "./command.ts";
import * as allowed from "./options.ts";
import { HEAD_BATCH, headEpochs, type Options, type Weights } from "./options.ts";
import { parseComputeOptions } from "./compute.ts";
import { parseDataOptions } from "./parseDataOptions.ts";
import { UserError } from "./userError.ts";
import { choice, decimal, integer } from "./values.ts";

/**
 * Parses flags into the options of a run.
 *
 * @throws UserError for an invalid value.
 */
export function parseOptions({ flags }: Pick<CommandLine, "flags">): Options {
  const data = flags.get("data");
  const checkpoint = integer(flags, "checkpoint", { min: 0, max: 86_400 }) ?? 60;
  if (flags.has("resume") && checkpoint === 0)
    throw new UserError("--resume continues from checkpoints, so --checkpoint must be at least 1");
  const train = choice(flags, "train", allowed.TRAINABLE, "head");
  const isHead = train === "head";
  const defaultSize = data === undefined ? 64 : 224;
  const defaultEpochs = isHead ? headEpochs(data) : 12;
  return {
    data,
    ...parseDataOptions(flags),
    validation: decimal(flags, "validation", { min: 0.01, max: 0.9 }) ?? 0.2,
    weights: parseWeights(flags.get("weights") ?? (data === undefined ? "none" : "imagenet")),
    model: choice(flags, "model", allowed.VARIANTS, "B0"),
    size: integer(flags, "size", { min: 32, max: 4096 }) ?? defaultSize,
    preprocessing: choice(flags, "preprocessing", allowed.PREPROCESSINGS, "unit"),
    train,
    epochs: integer(flags, "epochs", { min: 1, max: 100_000 }) ?? defaultEpochs,
    keep: choice(flags, "keep", allowed.KEPT, isHead ? "last" : "best"),
    optimizer: choice(flags, "optimizer", allowed.OPTIMIZERS, "adam"),
    decay: decimal(flags, "decay", { min: 0, max: 1 }),
    ema: decimal(flags, "ema", { min: 0, max: 1 }),
    schedule: choice(flags, "schedule", allowed.SCHEDULES, "notebook"),
    rate: decimal(flags, "rate", { min: 1e-9, max: 10 }),
    classWeights: choice(flags, "class-weights", allowed.CLASS_WEIGHTS, "none"),
    views: integer(flags, "views", { min: 1, max: 8 }) ?? (data === undefined ? 2 : 8),
    tta: integer(flags, "tta", { min: 1, max: 8 }) ?? 1,
    sensitivity: decimal(flags, "sensitivity", { min: 0.01, max: 1 }),
    checkpoint,
    resume: flags.has("resume"),
    batch: integer(flags, "batch", { min: 1, max: 65_536 }) ?? (isHead ? HEAD_BATCH : 8),
    accumulate: integer(flags, "accumulate", { min: 1, max: 65_536 }),
    recompute: flags.has("recompute") ? true : undefined,
    seed: integer(flags, "seed", { min: 0, max: 2 ** 31 - 1 }) ?? 42,
    ...parseComputeOptions(flags),
    replicas: integer(flags, "replicas", { min: 1, max: 256 }),
    out: flags.get("out") ?? "out/melanoma",
    flags,
  };
}

/** Parses `--weights`. */
export function parseWeights(text: string): Weights {
  if (text === "none") return { from: "none" };
  const source = allowed.PUBLISHED.find((one) => one === text);
  return source === undefined ? { from: "path", path: text } : { from: "published", source };
}
