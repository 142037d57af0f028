import { classificationReport, wilsonInterval } from "@tensorloom/metrics";
import { predict } from "@tensorloom/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { RunResult, ValidationRow } from "../../messages/results.ts";
import { type Sample, validationBatches } from "./pictureBatches.ts";

type Measured = Pick<RunResult, "accuracy" | "classes" | "confusion" | "rows">;

interface Measuring {
  readonly labels: readonly string[];
  readonly batchSize: number;
  readonly nameOf: (id: number) => string;
}

/** Predicts the held-out pictures and compares. */
export async function measure(
  model: LayersModel,
  samples: readonly Sample[],
  { labels, batchSize, nameOf }: Measuring,
): Promise<Measured> {
  const { outputs } = await predict(model, validationBatches(samples, batchSize), { engine: "tfjs" });
  const rows = samples.map(({ id, label }, row): ValidationRow => {
    const scores = outputs.data.subarray(row * labels.length, (row + 1) * labels.length);
    const score = Math.max(...scores);
    return { id, name: nameOf(id), label, predicted: scores.indexOf(score), score };
  });
  const truth = rows.map(({ label }) => label);
  const report = classificationReport(
    truth,
    rows.map(({ predicted }) => predicted),
    { classes: labels.length },
  );
  return {
    rows,
    accuracy: wilsonInterval(rows.filter(({ label, predicted }) => label === predicted).length, rows.length),
    confusion: report.confusion,
    classes: report.classes.map(({ precision, recall, support }, at) => ({
      name: labels[at],
      precision,
      recall,
      support,
    })),
  };
}
