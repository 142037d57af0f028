import { BYTES, FIXED32, FIXED64, VARINT } from "@tensorloom/core/internal";
import { concatBytes } from "./concatBytes.ts";
import { WireReader } from "./wireReader.ts";

/** The fields of a small message by number. As in protobuf, a missing number is 0. */
export interface Fields {
  has(field: number): boolean;
  /** All values of a field of bytes, text or messages. */
  all(field: number): readonly Uint8Array[];
  /** The last value of such a field. */
  bytes(field: number): Uint8Array | undefined;
  integer(field: number): number;
  float(field: number): number;
  double(field: number): number;
  /** The values of a repeated double, packed or not. */
  doubles(field: number): readonly number[];
}

/** Reads a small message into maps. Messages that are read often have their own readers. */
export function readMessage(data: Uint8Array): Fields {
  const wire = new WireReader();
  const values = new Map<number, Uint8Array[]>();
  const numbers = new Map<number, number>();
  wire.open(data, 0, data.length);
  while (wire.at < wire.end) {
    const tag = wire.tag();
    const field = tag >>> 3;
    const type = tag & 7;
    if (type === VARINT) {
      wire.varint();
      numbers.set(field, wire.high * 2 ** 32 + (wire.low >>> 0));
      continue;
    }
    const length = type === BYTES ? wire.length() : type === FIXED64 ? 8 : type === FIXED32 ? 4 : -1;
    if (length < 0) wire.skip(tag);
    else {
      const from = wire.at;
      wire.advance(length);
      values.set(field, [...(values.get(field) ?? []), data.subarray(from, wire.at)]);
    }
  }
  const all = (field: number): readonly Uint8Array[] => values.get(field) ?? [];
  const view = (field: number, bytes: number): DataView | undefined => {
    const value = all(field).at(-1);
    return value?.length === bytes ? new DataView(value.buffer, value.byteOffset, bytes) : undefined;
  };
  return {
    has: (field) => values.has(field) || numbers.has(field),
    all,
    bytes: (field) => all(field).at(-1),
    integer: (field) => numbers.get(field) ?? 0,
    float: (field) => view(field, 4)?.getFloat32(0, true) ?? 0,
    double: (field) => view(field, 8)?.getFloat64(0, true) ?? 0,
    doubles(field) {
      const bytes = all(field).reduce(concatBytes, new Uint8Array(0));
      if (bytes.length % 8 !== 0) wire.fail("doubles of eight bytes each", 0);
      const doubles = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      return Array.from({ length: bytes.length / 8 }, (_, i) => doubles.getFloat64(8 * i, true));
    },
  };
}
