import type { Again } from "../later.ts";
import type { Pass, State } from "../source.ts";

/** An inner source that is open; `position` is its element's. */
export interface Inner<B> {
  readonly position: number;
  readonly pass: Pass<B>;
}

/** An inner source that opens when its turn comes, at a place of before a resume or at its beginning. */
export interface Waiting<A> {
  readonly position: number;
  readonly get: () => A;
  readonly place: State;
}

/** An element that was asked for and has not come. */
export interface Coming {
  readonly position: number;
  readonly arrived: Promise<Again>;
}

/** What is written down of a place: the inner source's state, `""` where it is to be opened at its beginning, `null` of nothing. */
export function stateOf(inPlace: Inner<unknown> | Waiting<unknown> | Coming | undefined): State {
  if (inPlace === undefined) return null;
  if ("pass" in inPlace) return inPlace.pass.state();
  return "place" in inPlace ? inPlace.place : BEGINNING;
}

/** The state of an inner source that nothing was asked of. */
export const BEGINNING = "";
