import type { Tensor } from "@tensorflow/tfjs-core";
import { histogramSummary, type Summary } from "@tensorloom/tfrecord/events";

/** Creates a histogram of each tensor, by name. */
export async function histograms(
  prefix: string,
  tensors: Iterable<readonly [string, Tensor]>,
): Promise<readonly Summary[]> {
  const read = [...tensors].map(async ([name, tensor]) =>
    histogramSummary(`${prefix}/${name}`, await tensor.data()),
  );
  return Promise.all(read);
}
