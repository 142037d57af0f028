import type { Pass, State } from "../source.ts";

/** An inner source that is open; `position` is its element's. */
export interface Inner<B> {
  readonly position: number;
  readonly pass: Pass<B>;
}

/** An inner source of before a resume, which opens when its turn comes. */
export interface Waiting<A> {
  readonly position: number;
  readonly get: () => A;
  readonly place: State;
}

/** The inner source's state; `null` where there is none. */
export function stateOf(place: Inner<unknown> | Waiting<unknown> | undefined): State {
  if (place === undefined) return null;
  return "pass" in place ? place.pass.state() : place.place;
}
