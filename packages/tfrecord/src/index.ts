export { type ByteSource } from "./byteSource.ts";
export { type BytesLike } from "./bytesOf.ts";
export { type Compression, detectCompression } from "./compression.ts";
export { countFromName } from "./countFromName.ts";
export { type Checksum, crc32c, maskedCrc32c } from "./crc32c.ts";
export { type Damage, type DamagePolicy, type DamageReport, damageReport } from "./damage.ts";
export { decodeExample } from "./decodeExample.ts";
export {
  type Dimensions,
  type DType,
  type Int64As,
  type ScalarOf,
  type Shaped,
  type ValuesOf,
} from "./dtype.ts";
export { encodeExample } from "./encodeExample.ts";
export { type Features } from "./encodeFeatures.ts";
export { ExampleError, type Misfit } from "./exampleError.ts";
export { bytes, type Example, type Feature, float32, int64 } from "./feature.ts";
export {
  type DefaultOf,
  type DefaultValue,
  type FixedLength,
  fixedLength,
  type FixedLengthOptions,
  type FixedValue,
} from "./fixedLength.ts";
export { frameRecord } from "./frameRecord.ts";
export { parseExample, parseExamples } from "./parseExample.ts";
export { readRecords, type ReadOptions } from "./readRecords.ts";
export { type CursorOptions } from "./recordCursor.ts";
export { type DamageKind, type DamagePlace, TFRecordError } from "./tfrecordError.ts";
export { type Int64Options, type VariableLength, variableLength } from "./variableLength.ts";
export { recordStream, writeRecords, type WriteOptions } from "./writeRecords.ts";
export { randomBytes, type RandomBytes } from "./randomBytes.ts";
export { recordFile, type RecordFile, type RecordFileOptions } from "./recordFile.ts";
export { indexRecords, type RecordIndex } from "./recordIndex.ts";
export {
  fixedLengthSequence,
  type FixedLengthSequence,
  type FixedLengthSequenceOptions,
  type PaddedSequences,
  type SequenceValue,
} from "./fixedLengthSequence.ts";
export {
  type Partition,
  type Ragged,
  ragged,
  type RaggedFeature,
  type RaggedOptions,
  type RaggedValue,
  rowLengths,
  rowLimits,
  rowSplits,
  rowStarts,
  uniformRowLength,
  valueRowIds,
} from "./ragged.ts";
export { type Sparse, sparse, type SparseFeature, type SparseOptions } from "./sparse.ts";
export {
  type BatchedFeature,
  type ExampleSpec,
  type FeatureSpec,
  type Parsed,
  type ParsedBatch,
  type ParsedFeature,
} from "./spec.ts";
export {
  decodeSequenceExample,
  encodeSequenceExample,
  type SequenceExample,
  type SequenceFeatures,
} from "./sequenceExample.ts";
export {
  type BatchedSequence,
  type ParsedSequenceBatch,
  type ParsedSequenceExample,
  type ParsedSequence,
  parseSequenceExample,
  parseSequenceExamples,
  type SequenceExampleSpec,
  type SequencesSpec,
} from "./parseSequenceExample.ts";
export { recordBatches } from "./recordBatches.ts";
export { repair, type Repair, type RepairOptions } from "./repair.ts";
export { fetchRecords, httpBytes } from "./httpBytes.ts";
export { type HttpOptions } from "./httpRequest.ts";
export { HttpError, type RecordPlace } from "./httpError.ts";
export { formatIndex, parseIndex, RecordIndexError } from "./recordIndexText.ts";
export { decodeEvent } from "./decodeEvent.ts";
export { encodeEvent, type Event, EVENT_VERSION, histogram, image, scalar, type Summary } from "./event.ts";
export { type Histogram, histogramOf } from "./histogram.ts";
