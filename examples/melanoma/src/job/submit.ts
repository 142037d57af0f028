import { joinPlace, removePlace } from "@tensorloom/core/internal/node";
import { rocAuc } from "@tensorloom/metrics";
import type { TrainingData } from "../pictures/trainingData.ts";
import { readSubmissionOrder, writeSubmission } from "../submission.ts";
import type { Session } from "../run/session.ts";

/** What a submission brings. */
export interface Submitted {
  readonly path: string;
  /** How many images it lists. */
  readonly images: number;
  /** `undefined` if the labels of the test images are unknown. */
  readonly testAuc: number | undefined;
}

/** A submission that will be written to OUT. */
export interface PlannedSubmission {
  /** Removes one of an earlier run. */
  readonly discard: () => Promise<void>;
  /** Scores the test images, and writes the scores. */
  readonly write: (session: Session, targets?: ReadonlyMap<string, number>) => Promise<Submitted>;
}

/**
 * Plans `submission.csv`; returns `undefined` if the data have no test images.
 *
 * @throws UserError if the sample submission asks for other images than there are.
 */
export async function planSubmission(
  { test, sampleSubmission }: TrainingData,
  out: string,
): Promise<PlannedSubmission | undefined> {
  if (test === undefined) return undefined;
  const names = test.rows.map(({ id }) => id);
  const order = await readSubmissionOrder(sampleSubmission, names);
  const path = joinPlace(out, "submission.csv");
  return {
    discard: () => removePlace(path),
    async write(session, targets) {
      const { scorePictures } = await import("../run/scorePictures.ts");
      const { ids, outputs } = await scorePictures(session, test.pictures, "predicting");
      const scores = new Map(ids.map((id, row) => [id, outputs.data[row]]));
      session.stopwatch.lap("predicting");
      await writeSubmission(path, order, scores);
      const testAuc = targets === undefined ? undefined : measureAuc(targets, scores);
      return { path, images: order.length, testAuc };
    },
  };
}

/** The ROC AUC of scores by name. */
function measureAuc(targets: ReadonlyMap<string, number>, scores: ReadonlyMap<string, number>): number {
  return rocAuc(
    [...targets.values()],
    [...targets.keys()].map((name) => scores.get(name) ?? NaN),
  );
}
