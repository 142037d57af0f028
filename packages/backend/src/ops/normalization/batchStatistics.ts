import { tensor1d, type Tensor } from "@tensorflow/tfjs-core";
import { channelMoments } from "./normalizationOps.ts";
import { statisticsReducer } from "./syncStatistics.ts";

/** Mean and biased variance of each channel, and the number of rows that they are over. */
export interface BatchStatistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly rows: number;
}

/**
 * The statistics of the rows of x [.., channels], over all replicas if they are synchronised.
 *
 * Over replicas with n rows of mean m and variance v each: the mean is `sum(n m) / sum(n)`, then the variance
 * `sum(n (v + (m - mean)^2)) / sum(n)`, so that no digits are lost however far the mean lies from zero.
 */
export function batchStatistics(x: Tensor): BatchStatistics {
  const [mean, variance] = channelMoments(x);
  const rows = x.size / mean.size;
  const reducer = statisticsReducer();
  if (reducer === undefined) return { mean, variance, rows };
  const [means, variances] = [mean.dataSync<"float32">(), variance.dataSync<"float32">()];
  const sums = Float32Array.from([...means.map((value) => value * rows), rows]);
  reducer.allReduce(sums);
  const all = sums[means.length];
  const shared = sums.slice(0, -1).map((sum) => sum / all);
  const squares = variances.map((value, channel) => rows * (value + (means[channel] - shared[channel]) ** 2));
  reducer.allReduce(squares);
  return { mean: tensor1d(shared), variance: tensor1d(squares.map((sum) => sum / all)), rows: all };
}

/** Adds the sums of a gradient over all replicas (all-reduce) if they are synchronised; else returns them unchanged. */
export function allReduceSums(sums: readonly Tensor[]): readonly Tensor[] {
  const reducer = statisticsReducer();
  if (reducer === undefined) return sums;
  const values = Float32Array.from(sums.flatMap((tensor) => [...tensor.dataSync<"float32">()]));
  reducer.allReduce(values);
  const channels = values.length / sums.length;
  return sums.map((_, nth) => tensor1d(values.slice(nth * channels, (nth + 1) * channels)));
}
