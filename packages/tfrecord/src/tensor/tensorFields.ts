import { BYTES, FIXED32, FIXED64, VARINT } from "@tensorloom/core/internal";
import { readMessage } from "../wire/readMessage.ts";
import type { WireReader } from "../wire/wireReader.ts";

/** The fields of a TensorProto. Values are not decoded yet. */
export interface TensorFields {
  readonly type: number;
  /** The sizes; `undefined` if the rank is unknown. */
  readonly shape: readonly number[] | undefined;
  readonly content: Uint8Array;
  /** The bytes of the values, by the number of their field: one value, or several packed ones. */
  readonly values: ReadonlyMap<number, readonly Uint8Array[]>;
}

/** Reads the fields of a TensorProto. */
export function readTensorFields(bytes: Uint8Array, wire: WireReader): TensorFields {
  let [type, content]: [number, Uint8Array] = [0, new Uint8Array(0)];
  let shape: readonly number[] | undefined = [];
  const values = new Map<number, Uint8Array[]>();
  wire.open(bytes, 0, bytes.length);
  while (wire.at < wire.end) {
    const tag = wire.tag();
    const [field, kind] = [tag >>> 3, tag & 7];
    const length = kind === BYTES ? wire.length() : undefined;
    const start = wire.at;
    if (length === undefined) wire.skip(tag);
    else wire.advance(length);
    const chunk = bytes.subarray(start, wire.at);
    if (field === 1 && kind === VARINT) type = wire.low;
    else if (field === 2 && kind === BYTES) shape = readShape(chunk);
    else if (field === 4 && kind === BYTES) content = chunk;
    else if (field >= 5 && (kind === BYTES || kind === VARINT || kind === FIXED32 || kind === FIXED64)) {
      const chunks = values.get(field) ?? [];
      chunks.push(chunk);
      values.set(field, chunks);
    }
  }
  return { type, shape, content, values };
}

function readShape(bytes: Uint8Array): readonly number[] | undefined {
  const shape = readMessage(bytes);
  if (shape.integer(3) !== 0) return undefined;
  return shape.all(2).map((size) => readMessage(size).integer(1));
}
