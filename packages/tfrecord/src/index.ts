export { type ByteSource } from "./bytes/byteSource.ts";
export { type BytesLike } from "./bytes/toBytes.ts";
export { type Compression, detectCompression } from "./records/compression.ts";
export { parseRecordCount } from "./records/parseRecordCount.ts";
export { type Checksum, crc32c, maskedCrc32c } from "./records/crc32c.ts";
export { type Damage, type DamagePolicy, type DamageReport, damageReport } from "./records/damage.ts";
export { decodeExample } from "./example/decodeExample.ts";
export {
  type Dimensions,
  type DType,
  type Int64As,
  type ScalarOf,
  type Shaped,
  type ValuesOf,
} from "./parse/dtype.ts";
export { encodeExample } from "./example/encodeExample.ts";
export { type Features } from "./example/encodeFeatures.ts";
export { ExampleError, type ParseIssue } from "./wire/exampleError.ts";
export { bytes, type Example, type Feature, float32, int64 } from "./example/feature.ts";
export {
  type DefaultOf,
  type DefaultValue,
  type FixedLength,
  fixedLength,
  type FixedLengthOptions,
  type FixedValue,
} from "./parse/fixedLength.ts";
export { frameRecord } from "./records/frameRecord.ts";
export { parseExample, parseExamples } from "./parse/parseExample.ts";
export { readRecords, type ReadOptions } from "./records/readRecords.ts";
export { type CursorOptions } from "./records/cursorOptions.ts";
export { type DamageKind, type DamageLocation, TFRecordError } from "./records/tfrecordError.ts";
export { type Int64Options, type VariableLength, variableLength } from "./parse/variableLength.ts";
export { streamRecords, writeRecords, type WriteOptions } from "./records/writeRecords.ts";
export { memoryReader, type RandomAccessReader } from "./bytes/randomAccessReader.ts";
export { recordFile, type RecordFile, type RecordFileOptions } from "./records/recordFile.ts";
export { indexRecords, type RecordIndex } from "./records/recordIndex.ts";
export {
  fixedLengthSequence,
  type FixedLengthSequence,
  type FixedLengthSequenceOptions,
  type PaddedSequences,
  type SequenceValue,
} from "./parse/fixedLengthSequence.ts";
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
} from "./parse/ragged.ts";
export { type Sparse, sparse, type SparseFeature, type SparseOptions } from "./parse/sparse.ts";
export {
  type BatchedFeature,
  type ExampleSpec,
  type FeatureSpec,
  type Parsed,
  type ParsedBatch,
  type ParsedFeature,
} from "./parse/spec.ts";
export {
  decodeSequenceExample,
  encodeSequenceExample,
  type SequenceExample,
  type SequenceFeatures,
} from "./example/sequenceExample.ts";
export { parseSequenceExample, parseSequenceExamples } from "./parse/parseSequenceExample.ts";
export {
  type BatchedSequence,
  type ParsedSequence,
  type ParsedSequenceBatch,
  type ParsedSequenceExample,
  type SequenceExampleSpec,
  type SequencesSpec,
} from "./parse/sequenceSpec.ts";
export { readRecordBatches } from "./records/readRecordBatches.ts";
export { repairRecords, type Repair, type RepairOptions } from "./records/repairRecords.ts";
export { httpReader } from "./bytes/httpReader.ts";
export { fetchRecords } from "./records/fetchRecords.ts";
export { type HttpOptions } from "./bytes/httpRequest.ts";
export { HttpError, type RecordLocation } from "./bytes/httpError.ts";
export { formatIndex, parseIndex, RecordIndexError } from "./records/recordIndexText.ts";
