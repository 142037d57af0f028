import { shown } from "@tensorloom/core";
import type { State } from "./source.ts";

/** The fields of a pass's state. */
export type Place = Readonly<Record<string, State>>;

/**
 * The fields of a state that was given to a stage.
 *
 * @throws TypeError where the state is not one that this stage writes: it belongs to another pipeline.
 */
export function placeIn(label: string, state: State, fields: readonly string[]): Place {
  const isRecord = (value: State): value is Place =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  const expected = [...fields].sort().join(", ");
  const got = isRecord(state) ? Object.keys(state).sort().join(", ") : shown(state);
  if (isRecord(state) && got === expected) return state;
  throw new TypeError(
    `${label}: the state is of another pipeline: expected the fields ${expected}, got ${got}`,
  );
}

/** A whole number of a state. */
export function countIn(label: string, place: Place, field: string): number {
  const value = place[field];
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new TypeError(`${label}: the state's ${field} must be a count, got ${shown(value)}`);
}
