import { dispose } from "@tensorflow/tfjs-core";
import { rowTensors } from "../inputs/inputRows.ts";
import type { NumberArray } from "../inputs/modelInputs.ts";
import { heatmapOf, type SaliencyMap, type Size, unitMap } from "../maps/saliencyMap.ts";
import { largest } from "../maps/largest.ts";
import { classMaps, type Explained } from "./classMaps.ts";

/** What to explain of each row. */
interface ExplainedRows extends Explained {
  /** One class per row; undefined for the predicted ones. */
  readonly classes: readonly number[] | undefined;
  /** The size of the images. */
  readonly size: Size;
}

/** Explains rows `from..to`. */
export async function explainBatch(
  explained: ExplainedRows,
  inputs: readonly NumberArray[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly SaliencyMap[]> {
  const classes = explained.classes?.slice(from, to);
  const tensors = rowTensors(inputs, from, to);
  let computed;
  try {
    computed = classMaps(explained, tensors, classes);
  } finally {
    dispose([...tensors]);
  }
  const { maps, logits } = computed;
  try {
    const [values, scores] = await Promise.all([maps.data<"float32">(), logits.data<"float32">()]);
    const [, height, width] = maps.shape;
    const count = logits.shape[1];
    return Array.from({ length: to - from }, (_, row) => {
      const own = scores.subarray(row * count, (row + 1) * count);
      const classIndex = classes?.[row] ?? largest(own);
      const pixels = values.subarray(row * height * width, (row + 1) * height * width);
      const map = unitMap("gradCam", pixels, { height, width });
      return { map, heatmap: heatmapOf(map, explained.size), classIndex, logit: own[classIndex] };
    });
  } finally {
    dispose([maps, logits]);
  }
}
