import * as allowed from "./options.ts";
import { HEAD_BATCH, headEpochs, type Options, type Weights } from "./options.ts";
import { parseFlags } from "./parseFlags.ts";
import { UserError } from "./userError.ts";

/**
 * Parses a command line into the options of a run.
 *
 * @returns `"help"` if the command line has `--help`.
 * @throws UserError for an invalid flag or value.
 */
export function parseOptions(argv: readonly string[]): Options | "help" {
  const flags = parseFlags(argv);
  if (flags.has("help")) return "help";
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
    tta: integer(flags, "tta", { min: 1, max: 8 }) ?? 1,
    checkpoint,
    resume: flags.has("resume"),
    batch: integer(flags, "batch", { min: 1, max: 65_536 }) ?? (isHead ? HEAD_BATCH : 8),
    accumulate: integer(flags, "accumulate", { min: 1, max: 65_536 }),
    recompute: flags.has("recompute") ? true : undefined,
    seed: integer(flags, "seed", { min: 0, max: 2 ** 31 - 1 }) ?? 42,
    backend: choice(flags, "backend", allowed.BACKENDS, "auto"),
    engine: choice(flags, "engine", allowed.ENGINES, "auto"),
    replicas: integer(flags, "replicas", { min: 1, max: 256 }),
    out: flags.get("out") ?? "out/melanoma",
  };
}

type Flags = ReadonlyMap<string, string>;

interface Range {
  readonly min: number;
  readonly max: number;
}

function integer(flags: Flags, name: string, { min, max }: Range): number | undefined {
  const text = flags.get(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new UserError(
    `--${name} must be a whole number from ${String(min)} to ${String(max)}, got "${text}"`,
  );
}

function decimal(flags: Flags, name: string, { min, max }: Range): number | undefined {
  const text = flags.get(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d*\.?\d+(?:e-?\d+)?$/i.test(text) && value >= min && value <= max) return value;
  throw new UserError(`--${name} must be a number from ${String(min)} to ${String(max)}, got "${text}"`);
}

function choice<T extends string>(flags: Flags, name: string, choices: readonly T[], initial: T): T {
  const text = flags.get(name);
  if (text === undefined) return initial;
  const chosen = choices.find((one) => one.toLowerCase() === text.toLowerCase());
  if (chosen !== undefined) return chosen;
  throw new UserError(`--${name} must be one of ${choices.join(", ")}, got "${text}"`);
}

function parseWeights(text: string): Weights {
  if (text === "none") return { from: "none" };
  const source = allowed.PUBLISHED.find((one) => one === text);
  return source === undefined ? { from: "path", path: text } : { from: "published", source };
}
