import { ExampleError, fixedLength, parseExample } from "@tensorloom/tfrecord";
import { UserError } from "../cli/userError.ts";

const TEST = { image: fixedLength("bytes"), image_name: fixedLength("string") };
const TRAIN = { ...TEST, target: fixedLength("int64", { as: "number" }) };

/** What is read of a record. */
export interface ImageRecord {
  /** A JPEG. */
  readonly image: Uint8Array;
  readonly image_name: string;
  /** 1 malignant, 0 benign; `undefined` in a test record. */
  readonly target: number | undefined;
}

/**
 * Reads a record as the competition writes them.
 *
 * @param where - The record's place, for the error.
 * @throws UserError that lists each feature that does not fit.
 */
export function imageRecord(bytes: Uint8Array, kind: "train" | "test", where: string): ImageRecord {
  const record = parsed(bytes, kind, where);
  const { target } = record;
  if (target === undefined || target === 0 || target === 1) return record;
  throw new UserError(`${where}: target must be 0 or 1, got ${String(target)} (${record.image_name})`);
}

function parsed(bytes: Uint8Array, kind: "train" | "test", where: string): ImageRecord {
  try {
    return kind === "train"
      ? parseExample(bytes, TRAIN)
      : { ...parseExample(bytes, TEST), target: undefined };
  } catch (error) {
    if (error instanceof ExampleError)
      throw new UserError(`${where}: ${error.message.replaceAll("\n", "; ")}`, { cause: error });
    throw error;
  }
}
