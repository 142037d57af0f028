import { given } from "./parseFlags.ts";
import { UserError } from "./userError.ts";

export const VARIANTS = ["B0", "B1", "B2", "B3", "B4", "B5", "B6", "B7"] as const;
export const PUBLISHED = ["imagenet", "imagenet-autoaugment", "noisy-student"] as const;
const PREPROCESSINGS = ["unit", "imagenet"] as const;
const TRAININGS = ["head", "all"] as const;
const KEPT = ["best", "last"] as const;
const BACKENDS = ["auto", "tensorflow", "webgpu", "wasm", "cpu"] as const;

/** Where the backbone's weights come from. */
export type Weights =
  | { readonly from: "none" }
  | { readonly from: "published"; readonly source: (typeof PUBLISHED)[number] }
  | { readonly from: "path"; readonly path: string };

/** What a run is told. */
export interface Options {
  /** `undefined`: a sample is drawn. */
  readonly data: string | undefined;
  readonly weights: Weights;
  readonly model: (typeof VARIANTS)[number];
  /** Side of the images in pixels. */
  readonly size: number;
  readonly preprocessing: (typeof PREPROCESSINGS)[number];
  readonly train: (typeof TRAININGS)[number];
  readonly epochs: number;
  /** Whose weights the run ends with: those of the epoch of least validation loss, or those at the end. */
  readonly keep: (typeof KEPT)[number];
  readonly batch: number;
  /** Passes per step; `undefined`: as few as memory allows (memory.ts). */
  readonly accumulate: number | undefined;
  /** Whether to recompute all that saves memory; `undefined`: as little as memory allows. */
  readonly recompute: true | undefined;
  readonly seed: number;
  readonly backend: (typeof BACKENDS)[number];
  /** Threads that share a batch; `undefined`: as many as serve (replicas.ts). */
  readonly replicas: number | undefined;
  readonly out: string;
}

/**
 * The options that a command line stands for.
 *
 * @returns `"help"` where help is asked for.
 * @throws UserError where a flag or its value is none.
 */
export function options(argv: readonly string[]): Options | "help" {
  const flags = given(argv);
  if (flags.has("help")) return "help";
  const data = flags.get("data");
  const train = choice(flags, "train", TRAININGS, "head");
  return {
    data,
    weights: weights(flags.get("weights") ?? (data === undefined ? "none" : "imagenet")),
    model: choice(flags, "model", VARIANTS, "B0"),
    size: whole(flags, "size", { least: 32, most: 4096, otherwise: data === undefined ? 64 : 224 }),
    preprocessing: choice(flags, "preprocessing", PREPROCESSINGS, "unit"),
    train,
    epochs: whole(flags, "epochs", {
      least: 1,
      most: 100_000,
      otherwise: train === "all" ? 12 : headEpochs(data),
    }),
    keep: choice(flags, "keep", KEPT, train === "head" ? "last" : "best"),
    batch: whole(flags, "batch", { least: 1, most: 65_536, otherwise: train === "head" ? HEAD_BATCH : 8 }),
    accumulate: flags.has("accumulate")
      ? whole(flags, "accumulate", { least: 1, most: 65_536, otherwise: 1 })
      : undefined,
    recompute: flags.has("recompute") ? true : undefined,
    seed: whole(flags, "seed", { least: 0, most: 2 ** 31 - 1, otherwise: 42 }),
    backend: choice(flags, "backend", BACKENDS, "auto"),
    replicas: flags.has("replicas")
      ? whole(flags, "replicas", { least: 1, most: 256, otherwise: 1 })
      : undefined,
    out: flags.get("out") ?? "out/melanoma",
  };
}

/** Images a step while the head alone learns, where nothing else is asked for. */
export const HEAD_BATCH = 32;

/** Epochs of the head: the notebook's ramp of 20 and what decays after; a sample has more images than that needs. */
export function headEpochs(data: Options["data"]): number {
  return data === undefined ? 20 : 35;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly otherwise: number;
}

function whole(flags: ReadonlyMap<string, string>, name: string, { least, most, otherwise }: Bounds): number {
  const text = flags.get(name);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UserError(
    `--${name} must be a whole number from ${String(least)} to ${String(most)}, got "${text}"`,
  );
}

function choice<T extends string>(
  flags: ReadonlyMap<string, string>,
  name: string,
  choices: readonly T[],
  otherwise: T,
): T {
  const text = flags.get(name);
  if (text === undefined) return otherwise;
  const found = choices.find((one) => one.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found;
  throw new UserError(`--${name} must be one of ${choices.join(", ")}, got "${text}"`);
}

function weights(text: string): Weights {
  if (text === "none") return { from: "none" };
  const source = PUBLISHED.find((one) => one === text);
  return source === undefined ? { from: "path", path: text } : { from: "published", source };
}
