export { BatchPool } from "./collate/batchPool.ts";
export { checkSourceContract, type SourceContractOptions } from "./testing/checkSourceContract.ts";
export type { Clock } from "./clock.ts";
export type { MapContext } from "./pass/mapContext.ts";
export { Dataset } from "./dataset/dataset.ts";
export { explain, type ExplainOptions } from "./profile/explain.ts";
export { Explanation, type StageReport } from "./profile/explanation.ts";
export { toTfjsDataset, type TfjsDataset } from "./read/toTfjsDataset.ts";
export { forEach } from "./read/forEach.ts";
export {
  fromArray,
  fromGenerator,
  fromIndexed,
  fromIterable,
  type FromOptions,
  fromSource,
} from "./dataset/from.ts";
export { bufferedStage, type Buffered, type BufferedStage, type BufferedWork } from "./pass/bufferedStage.ts";
export { iterate, type IterateOptions } from "./read/iterate.ts";
export { SKIP, type Skip } from "./pass/maybeAsync.ts";
export { meter, type Meter } from "./profile/meter.ts";
export { type BigIntArray, isTypedArray, type NDArray, type TypedArray } from "./collate/ndarray.ts";
export { assertSize } from "./operators/assertSize.ts";
export { batch, type BatchOptions } from "./operators/batch.ts";
export { bucketByLength, type BucketOptions } from "./operators/bucketByLength.ts";
export { cache } from "./operators/cache.ts";
export { chooseFrom, type ChooseOptions } from "./operators/chooseFrom.ts";
export { concatenate } from "./operators/concatenate.ts";
export { enumerate } from "./operators/enumerate.ts";
export { filter } from "./operators/filter.ts";
export { flatMap } from "./operators/interleave/flatMap.ts";
export { groupByWindow, type GroupOptions } from "./operators/groupByWindow.ts";
export { ignoreErrors, type IgnoreErrorsOptions } from "./operators/ignoreErrors.ts";
export { interleave, type InterleaveOptions } from "./operators/interleave/interleave.ts";
export { map, type MapOptions, type Transform } from "./operators/map.ts";
export { paddedBatch, type PaddedBatchOptions } from "./operators/paddedBatch.ts";
export { prefetch, type PrefetchOptions } from "./operators/prefetch.ts";
export { rebatch, type RebatchOptions } from "./operators/rebatch.ts";
export { rejectionResample, type ResampleOptions } from "./operators/rejectionResample.ts";
export { repeat } from "./operators/repeat.ts";
export { sampleFrom, type SampleOptions } from "./operators/sampleFrom.ts";
export { scan, type ScanStep, type WidenLiteral } from "./operators/scan.ts";
export { shard } from "./operators/shard.ts";
export { shuffle, type ShuffleOptions } from "./operators/shuffle.ts";
export { skip } from "./operators/skip.ts";
export { skipWhile } from "./operators/skipWhile.ts";
export { take } from "./operators/take.ts";
export { takeWhile } from "./operators/takeWhile.ts";
export { tap } from "./operators/tap.ts";
export { unbatch } from "./operators/interleave/unbatch.ts";
export { unique } from "./operators/unique.ts";
export { window, type WindowOptions } from "./operators/window.ts";
export { type Sources, zip } from "./operators/zip.ts";
export { pad, type PadOptions } from "./collate/pad.ts";
export type { Leaf, Nested, NestedList, Padded, PadLength, PadValue } from "./collate/padded.ts";
export { permutation } from "./random/permutation.ts";
export { range } from "./dataset/range.ts";
export { Reader } from "./dataset/reader.ts";
export { openParent, recipe, type Recipe } from "./pass/recipe.ts";
export type {
  Branch,
  Indexed,
  LoopCount,
  Operator,
  Pass,
  Randomness,
  Source,
  Start,
  State,
  Step,
  Instrumentation,
} from "./source.ts";
export type { Elements } from "./sources/elements.ts";
export type { AnyIterable, WebStream } from "./sources/iterable.ts";
export { stack } from "./collate/stack.ts";
export type { AnyTypedArray, Listed, Stacked } from "./collate/stacked.ts";
export { type Memory, stage, type Stage } from "./pass/stage.ts";
export type { StageWork } from "./pass/stagePass.ts";
export { StageError } from "./pass/stageError.ts";
export { toStream } from "./read/toStream.ts";
export type { TuneOptions } from "./concurrency/tuner.ts";
export type { Unstacked } from "./collate/unstack.ts";
export { type StreamOptions, type Streams } from "./random/streams.ts";
