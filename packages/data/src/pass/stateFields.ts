import { isRecord, shown } from "@tensorloom/core/internal";
import type { State } from "../source.ts";
import { STREAMS_VERSION } from "../random/streams.ts";

/** The fields of a pass's state. */
export type StateFields = Readonly<Record<string, State>>;

/**
 * Reads the fields of a stage's state.
 *
 * @throws TypeError if the state is not one that this stage writes: it belongs to another pipeline.
 */
export function readState(label: string, state: State, fields: readonly string[]): StateFields {
  const expected = [...fields].sort().join(", ");
  const got = isRecord(state) ? Object.keys(state).sort().join(", ") : shown(state);
  if (isRecord(state) && got === expected) return state;
  const before = fields
    .filter((field) => field !== "streams")
    .sort()
    .join(", ");
  if (isRecord(state) && got === before) throw olderStreams(label, "version 1");
  throw new TypeError(
    `${label}: the state is of another pipeline: expected the fields ${expected}, got ${got}`,
  );
}

/** Checks the random streams' version in a state. In another version, the order differs. */
export function assertStreamsVersion(label: string, place: StateFields): void {
  if (place["streams"] !== STREAMS_VERSION) throw olderStreams(label, `version ${shown(place["streams"])}`);
}

function olderStreams(label: string, version: string): TypeError {
  return new TypeError(
    `${label}: the state is a position in a random order of ${version} of this library's random streams, expected version ${String(STREAMS_VERSION)}: start the epoch again`,
  );
}

/** Reads an integer from a state, from 0 to `max`. */
export function readCount(
  label: string,
  place: StateFields,
  field: string,
  max: number = Number.MAX_SAFE_INTEGER,
): number {
  const value = place[field];
  if (isCount(value) && value <= max) return value;
  const bound = max === Number.MAX_SAFE_INTEGER ? "" : ` up to ${String(max)}`;
  throw new TypeError(`${label}: the state's ${field} must be a count${bound}, got ${shown(value)}`);
}

function isCount(value: State): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Reads a list of integers from a state. */
export function readCounts(label: string, place: StateFields, field: string): readonly number[] {
  const list = readList(label, place, field);
  if (list.every(isCount)) return list;
  throw new TypeError(`${label}: the state's ${field} must be a list of counts, got ${shown(list)}`);
}

/** Reads a list from a state, of a known length. */
export function readList(
  label: string,
  place: StateFields,
  field: string,
  length?: number,
): readonly State[] {
  const value = place[field];
  if (Array.isArray(value) && (length === undefined || value.length === length))
    return value as readonly State[]; // an array in a state holds states
  const expected = length === undefined ? "a list" : `a list of ${String(length)}`;
  const got = Array.isArray(value) ? `one of ${String(value.length)}` : shown(value);
  throw new TypeError(
    `${label}: the state is of another pipeline: its ${field} must be ${expected}, got ${got}`,
  );
}

/** Sets the fields of a memory to their values in a state. */
export function restoreMemory(memory: Record<string, State>, place: StateFields): void {
  for (const key of Object.keys(memory)) memory[key] = place[key];
}
