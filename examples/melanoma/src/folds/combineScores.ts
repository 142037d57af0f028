import { averagePredictions } from "@tensorloom/training";
import { UserError } from "../cli/userError.ts";
import { AVERAGES } from "./averages.ts";
import type { Scores } from "./foldFile.ts";
import type { ScoreTable } from "./readScores.ts";

/** @inline */
export interface CombineOptions {
  readonly average: keyof typeof AVERAGES;
  /** The weight of each table; undefined: all the same. */
  readonly weights: readonly number[] | undefined;
}

/**
 * Combines the scores of several tables with the same rows, in the order of the first.
 *
 * @throws UserError if the names differ, or the weights or scores do not suit the average.
 */
export function combineScores(tables: readonly ScoreTable[], { average, weights }: CombineOptions): Scores {
  checkSameNames(tables);
  if (weights !== undefined && weights.length !== tables.length)
    throw new UserError(
      `--weights must be one number per file, ${String(tables.length)}, got ${String(weights.length)}`,
    );
  const predictions = tables.map(({ ids, scores }) => ({
    ids,
    outputs: { data: Float32Array.from(scores), shape: [ids.length, 1] },
  }));
  try {
    const { ids, outputs } = averagePredictions(predictions, { average: AVERAGES[average], weights });
    return { ids, scores: [...outputs.data] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(error.message.replace("averagePredictions: ", ""), { cause: error });
  }
}

function checkSameNames([first, ...others]: readonly ScoreTable[]): void {
  const known = new Set(first.ids);
  for (const { path, ids } of others) {
    const own = new Set(ids);
    const missing = first.ids.filter((id) => !own.has(id));
    const added = ids.filter((id) => !known.has(id));
    if (missing.length + added.length === 0) continue;
    throw new UserError(
      `${path} must have the rows of ${first.path}: ` +
        [list("it lacks", missing), list("only it has", added)].filter((text) => text !== "").join("; "),
    );
  }
}

function list(what: string, ids: readonly string[]): string {
  if (ids.length === 0) return "";
  return `${what} ${ids.slice(0, 3).join(", ")}${ids.length > 3 ? ` and ${String(ids.length - 3)} more` : ""}`;
}
