export { type ByteSource } from "./bytes/byteSource.ts";
export { HttpError } from "./bytes/httpError.ts";
export { httpReader } from "./bytes/httpReader.ts";
export { memoryReader, type RandomAccessReader } from "./bytes/randomAccessReader.ts";
export { decodeExample } from "./example/decodeExample.ts";
export { encodeExample } from "./example/encodeExample.ts";
export { type Features } from "./example/encodeFeatures.ts";
export { openRecordFile } from "./files/openRecordFile.ts";
export { writeRecordFile } from "./files/writeRecordFile.ts";
export { bytes, type Example, type Feature, float32, int64 } from "./example/feature.ts";
export {
  decodeSequenceExample,
  encodeSequenceExample,
  type SequenceExample,
} from "./example/sequenceExample.ts";
export { type FixedLength, fixedLength } from "./parse/specs/fixedLength.ts";
export { fixedLengthSequence, type FixedLengthSequence } from "./parse/specs/fixedLengthSequence.ts";
export { parseExample, parseExamples } from "./parse/parseExample.ts";
export { parseSequenceExample, parseSequenceExamples } from "./parse/parseSequenceExample.ts";
export { partition } from "./parse/specs/partition.ts";
export { type Ragged, ragged, type RaggedFeature } from "./parse/specs/ragged.ts";
export { type Sparse, sparse, type SparseFeature } from "./parse/specs/sparse.ts";
export { type ExampleSpec, type Parsed, type ParsedBatch } from "./parse/spec.ts";
export { type VariableLength, variableLength } from "./parse/specs/variableLength.ts";
export { detectCompression } from "./records/compression.ts";
export { crc32c } from "./records/crc32c.ts";
export { type Damage, damageReport } from "./records/damage.ts";
export { fetchRecords } from "./records/fetchRecords.ts";
export { frameRecord } from "./records/frameRecord.ts";
export { parseRecordCount } from "./records/parseRecordCount.ts";
export { readRecordBatches } from "./records/readRecordBatches.ts";
export { readRecords } from "./records/readRecords.ts";
export { recordFile, type RecordFile } from "./records/recordFile.ts";
export { indexRecords, type RecordIndex } from "./records/recordIndex.ts";
export { formatIndex, parseIndex, RecordIndexError } from "./records/recordIndexText.ts";
export { repairRecords } from "./records/repairRecords.ts";
export { TFRecordError } from "./records/tfrecordError.ts";
export { streamRecords, writeRecords } from "./records/writeRecords.ts";
export { decodeRaw } from "./tensor/decodeRaw.ts";
export { parseTensor } from "./tensor/parseTensor.ts";
export { toDense } from "./tensor/toDense.ts";
export { ExampleError, type ParseIssue } from "./wire/exampleError.ts";
