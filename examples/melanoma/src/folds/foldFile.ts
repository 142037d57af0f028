import { createHash } from "node:crypto";
import { joinPlace, readPlaceIfAny, writePlace } from "@tensorloom/core/internal/node";
import type { Predictions } from "@tensorloom/training";
import { checkSameFlags, otherPictures, type RepeatedFlags } from "../files/repeatedFlags.ts";

/** A finished fold: its file is written last, when everything else of the fold is there. */
export interface FinishedFold {
  /** A hash of everything that decides the fold's numbers. */
  readonly fingerprint: string;
  /** The flags that a resumed run has to repeat. */
  readonly flags: RepeatedFlags;
  /** The epoch that was kept, from 1. */
  readonly epoch: number;
  readonly validation: Scores;
  readonly test: Scores;
}

/** Scores by the picture's name. */
export interface Scores {
  readonly ids: readonly string[];
  readonly scores: readonly number[];
}

/** Returns the scores of predictions with one output. */
export function toScores({ ids, outputs }: Predictions): Scores {
  return { ids, scores: [...outputs.data] };
}

const NAME = "fold.json";

/** Hashes settings; equal settings have equal hashes. */
export function fingerprintOf(settings: unknown): string {
  return createHash("sha256").update(JSON.stringify(settings)).digest("hex").slice(0, 16);
}

/** Writes the file of a finished fold. */
export async function writeFold(folder: string, fold: FinishedFold): Promise<void> {
  await writePlace(joinPlace(folder, NAME), [`${JSON.stringify(fold)}\n`]);
}

/**
 * Reads the file of a fold, if it is finished.
 *
 * @throws UserError if the fold was trained with other settings or pictures.
 */
export async function readFold(
  folder: string,
  { fingerprint, flags }: Pick<FinishedFold, "fingerprint" | "flags">,
): Promise<FinishedFold | undefined> {
  const path = joinPlace(folder, NAME);
  const bytes = await readPlaceIfAny(path);
  if (bytes === undefined) return undefined;
  const fold = JSON.parse(new TextDecoder().decode(bytes)) as FinishedFold; // written whole by writeFold, or not at all
  if (fold.fingerprint === fingerprint) return fold;
  checkSameFlags(path, flags, fold.flags);
  throw otherPictures(path);
}
