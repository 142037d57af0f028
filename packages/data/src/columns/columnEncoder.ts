import type { RecordContext } from "./columnValue.ts";

/** Learns what a column needs to be encoded. */
export interface ColumnFitter<State> {
  /** Learns from the value of one record. */
  readonly add: (place: RecordContext, value: unknown) => void;
  /** Returns what was learned, as plain JSON. */
  readonly finish: (caller: string, records: number) => State;
}

/** Encodes a column. */
export interface ColumnEncoder {
  /** The names of its elements. */
  readonly names: readonly string[];
  /** Writes its elements, from `at` on, into zeros. */
  readonly write: (place: RecordContext, value: unknown, into: Float32Array, at: number) => void;
}
