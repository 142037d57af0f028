import { shown } from "@tensorloom/core/internal";
import type { Again } from "../../pass/later.ts";
import type { Pass, State } from "../../source.ts";

/** An inner source that is open; `position` is its element's. */
export interface Inner<B> {
  readonly position: number;
  readonly pass: Pass<B>;
  /** Whether it makes elements ready: its state is another one then. */
  readonly ahead: boolean;
}

/** Where an inner source stands: nowhere yet, at a state, or at a state of one that makes elements ready. */
export type InnerPlace = readonly [] | readonly [State] | readonly [State, "ahead"];

/** An inner source that opens when its turn comes. */
export interface Waiting<A> {
  readonly position: number;
  readonly get: () => A;
  readonly place: InnerPlace;
}

/** An element that was asked for and has not come. */
export interface Coming {
  readonly position: number;
  readonly arrived: Promise<Again>;
}

/** Where what lies in a place stands; `null` where nothing does. */
export function placeOf(inPlace: Inner<unknown> | Waiting<unknown> | Coming | undefined): InnerPlace | null {
  if (inPlace === undefined) return null;
  if ("pass" in inPlace) return inPlace.ahead ? [inPlace.pass.state(), "ahead"] : [inPlace.pass.state()];
  return "place" in inPlace ? inPlace.place : [];
}

/**
 * The same of a state's.
 *
 * @throws TypeError where it is none.
 */
export function innerPlace(label: string, state: State): InnerPlace | null {
  if (state === null) return null;
  const list: readonly State[] = Array.isArray(state) ? state : [0, 0, 0];
  if (list.length < 2 || (list.length === 2 && list[1] === "ahead")) return list as InnerPlace; // just checked
  throw new TypeError(`${label}: the state is of another pipeline: one of its slots is ${shown(state)}`);
}
