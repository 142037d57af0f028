import { shown } from "@tensorloom/core/internal";
import type { Skip } from "../../pass/maybeAsync.ts";
import type { Replayed } from "../../pass/replayLog.ts";
import type { Pass, State } from "../../source.ts";

/** An open inner source; `position` is that of its element. */
export interface OpenSlot<B> {
  readonly position: number;
  readonly pass: Pass<B>;
  /** Whether it prefetches, which changes the form of its state. */
  readonly ahead: boolean;
}

/** The state of an inner source: not opened yet, a state, or the state of one that prefetches. */
export type SlotState = readonly [] | readonly [State] | readonly [State, "ahead"];

/** An inner source that opens at its turn. */
export interface PendingSlot<A> {
  readonly position: number;
  readonly get: () => A;
  readonly place: SlotState;
}

/** A requested element that has not arrived. */
export interface AwaitedSlot {
  readonly position: number;
  readonly arrived: Promise<Skip>;
}

/** The state of a slot; `null` if it is empty. */
export function slotState(
  inPlace: OpenSlot<unknown> | PendingSlot<unknown> | AwaitedSlot | undefined,
): SlotState | null {
  if (inPlace === undefined) return null;
  if ("pass" in inPlace) return inPlace.ahead ? [inPlace.pass.state(), "ahead"] : [inPlace.pass.state()];
  return "place" in inPlace ? inPlace.place : [];
}

/**
 * Reads the state of a slot.
 *
 * @throws TypeError if it is not the state of a slot.
 */
export function readSlotState(label: string, state: State): SlotState | null {
  if (state === null) return null;
  const list: readonly State[] = Array.isArray(state) ? state : [0, 0, 0];
  if (list.length < 2 || (list.length === 2 && list[1] === "ahead")) return list as SlotState; // just checked
  throw new TypeError(`${label}: the state is of another pipeline: one of its slots is ${shown(state)}`);
}

/** The slots of a state after a replay, with their elements. */
export function pendingSlots<A>(
  places: readonly (SlotState | null)[],
  held: readonly number[],
  replayed: Replayed<A>,
): readonly (readonly [slot: number, pending: PendingSlot<A>])[] {
  const found = new Map(replayed);
  const positions = held.values();
  return places.flatMap((place, slot) => {
    const position = place === null ? undefined : positions.next().value;
    const get = position === undefined ? undefined : found.get(position);
    return place === null || position === undefined || get === undefined
      ? []
      : [[slot, { position, get, place }] as const];
  });
}

/** A slot whose element failed. It throws at its turn. */
export function failedSlot(position: number, error: unknown): PendingSlot<never> {
  const get = (): never => {
    throw error;
  };
  return { position, get, place: [] };
}
