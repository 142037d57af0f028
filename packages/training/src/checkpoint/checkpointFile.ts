import type { NDArray } from "@tensorloom/data";
import type { CheckpointStore } from "./checkpointStore.ts";
import { packState, unpackState } from "./plainState.ts";
import { encodeSafetensors, layOutTensors, parseSafetensors } from "./safetensors.ts";

type Checksum = CheckpointStore["crc32"];

/** What the metadata say that the file is. Another version is another layout of the state. */
const FORMAT = "tensorloom.checkpoint.1";

/**
 * Encodes a state as the chunks of one file, without copying its arrays.
 *
 * The file is in safetensors' format: Python and other tools read its arrays. The rest is JSON in its metadata, which
 * also have a CRC-32 over the JSON, the table of the arrays and the arrays.
 *
 * @throws TypeError if a value is not plain data, with its place.
 */
export function encodeCheckpoint(state: object, crc32: Checksum): readonly Uint8Array[] {
  const { json, arrays } = packState("fit: checkpoint", state);
  const layout = layOutTensors(arrays);
  const text = JSON.stringify(json);
  return encodeSafetensors(layout, { format: FORMAT, state: text, crc32: checksum(text, arrays, crc32) });
}

/**
 * Decodes a state.
 *
 * @throws RangeError if the file is damaged or of another format; the message says how.
 */
export function decodeCheckpoint(bytes: Uint8Array, crc32: Checksum): unknown {
  const { metadata, arrays } = parseSafetensors(bytes);
  const { format, state = "" } = metadata as Partial<typeof metadata>;
  if (format !== FORMAT) throw new RangeError(`its format must be ${FORMAT}, got ${String(format)}`);
  if (metadata["crc32"] !== checksum(state, arrays, crc32))
    throw new RangeError("its checksum does not match");
  return unpackState(JSON.parse(state), arrays);
}

/** The checksum of a state's text, and of the names, types, shapes and numbers of its arrays. */
function checksum(text: string, arrays: ReadonlyMap<string, NDArray>, crc32: Checksum): string {
  const { tensors, chunks } = layOutTensors(arrays);
  const table = new TextEncoder().encode(`${text}\n${JSON.stringify(tensors)}`);
  const filled = [table, ...chunks].filter(({ length }) => length > 0); // zlib may begin again at an empty one
  const sum = filled.reduce((before, chunk) => crc32(chunk, before), 0);
  return sum.toString(16).padStart(8, "0");
}
