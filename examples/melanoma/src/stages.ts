import type { Schedule } from "@tensorloom/schedules";
import { learningRate } from "./schedule.ts";
import { HEAD_BATCH, headEpochs, type Options } from "./cli/options.ts";

/** A part of training: what learns, and how. */
export interface Stage {
  readonly trains: "head" | "all";
  readonly epochs: number;
  readonly batch: number;
  readonly schedule: Schedule;
  readonly keep: Options["keep"];
}

/**
 * `head`: the head. `all`: first the head, then every layer: a head that knows nothing yet would pull a pretrained backbone
 * apart. Where the backbone knows nothing either, all learn at once.
 *
 * @see Kumar et al. 2022, arXiv:2202.10054: first the head, then all
 */
export function stages(
  options: Pick<Options, "train" | "weights" | "epochs" | "batch" | "keep" | "data">,
): readonly Stage[] {
  const { train, weights, epochs, batch, keep, data } = options;
  const pretrained = weights.from !== "none";
  const asked: Stage = {
    trains: train,
    epochs,
    batch,
    schedule: learningRate({ train, batch, epochs, pretrained }),
    keep,
  };
  if (train === "head" || !pretrained) return [asked];
  const first = { train: "head", batch: HEAD_BATCH, epochs: headEpochs(data), pretrained } as const;
  return [
    { trains: "head", epochs: first.epochs, batch: HEAD_BATCH, schedule: learningRate(first), keep: "last" },
    asked,
  ];
}
