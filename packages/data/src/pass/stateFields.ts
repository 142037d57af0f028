import { isRecord, shown } from "@tensorloom/core/internal";
import type { State } from "../source.ts";
import { STREAMS_VERSION } from "../random/streams.ts";

/** The fields of a pass's state. */
export type StateFields = Readonly<Record<string, State>>;

/**
 * The fields of a state that was given to a stage.
 *
 * @throws TypeError where the state is not one that this stage writes: it belongs to another pipeline.
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

/** Checks that a state was written with the random streams of this version: else its place is one in another order. */
export function assertStreamsVersion(label: string, place: StateFields): void {
  if (place["streams"] !== STREAMS_VERSION) throw olderStreams(label, `version ${shown(place["streams"])}`);
}

function olderStreams(label: string, version: string): TypeError {
  return new TypeError(
    `${label}: the state is a place in a random order of ${version} of this library's random streams, expected version ${String(STREAMS_VERSION)}: begin the epoch again`,
  );
}

/** A whole number of a state, up to `most`. */
export function readCount(
  label: string,
  place: StateFields,
  field: string,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  const value = place[field];
  if (isCount(value) && value <= most) return value;
  const bound = most === Number.MAX_SAFE_INTEGER ? "" : ` up to ${String(most)}`;
  throw new TypeError(`${label}: the state's ${field} must be a count${bound}, got ${shown(value)}`);
}

function isCount(value: State): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** A list of whole numbers of a state. */
export function readCounts(label: string, place: StateFields, field: string): readonly number[] {
  const list = readList(label, place, field);
  if (list.every(isCount)) return list;
  throw new TypeError(`${label}: the state's ${field} must be a list of counts, got ${shown(list)}`);
}

/** A list of a state, of a known length: one entry for each source, or for each place. */
export function readList(
  label: string,
  place: StateFields,
  field: string,
  length?: number,
): readonly State[] {
  const value = place[field];
  if (Array.isArray(value) && (length === undefined || value.length === length))
    return value as readonly State[]; // an array of a state's is of states
  const expected = length === undefined ? "a list" : `a list of ${String(length)}`;
  const got = Array.isArray(value) ? `one of ${String(value.length)}` : shown(value);
  throw new TypeError(
    `${label}: the state is of another pipeline: its ${field} must be ${expected}, got ${got}`,
  );
}

/** Puts the fields that a memory begins with back to what a state says of them. */
export function restoreMemory(memory: Record<string, State>, place: StateFields): void {
  for (const key of Object.keys(memory)) memory[key] = place[key];
}
