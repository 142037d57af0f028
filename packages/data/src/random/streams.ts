import { type Random, random } from "@tensorloom/core";
import { TRUNK } from "./branch.ts";
import { countDraws } from "./countDraws.ts";
import type { Source, Start } from "../source.ts";
import type { Randomness } from "../randomness.ts";

/** The version of the random streams: part of states that depend on a random order, and of stored caches. */
export const STREAMS_VERSION = 2;

/**
 * The random numbers that a stage draws.
 *
 * @inline
 */
export interface StreamOptions extends Randomness {
  /** The kind of the stage: stages of different kinds share no numbers, even with equal seeds. */
  readonly draws: string;
  /** The seed; default 0. */
  readonly seed?: number | undefined;
  /** Whether the stage orders or chooses elements: with a seed, the sources of a `zip` are then ordered the same way. */
  readonly orders?: boolean | undefined;
}

/** The numbers that identify a random stream. */
export type StreamName = readonly [seed: number, ...rest: number[]];

/**
 * Returns the name of the stream that a stage draws from.
 *
 * It depends on the stage's kind, its number among the stages of that kind, its branch and its seed. So no two stages of
 * a pipeline share numbers, even with equal seeds.
 *
 * @param upstreams - The sources that the stage reads from.
 */
export function streamName(
  upstreams: readonly Source<unknown>[],
  { draws, seed, orders = false, fixedOrder = false }: StreamOptions,
  { branch = TRUNK }: Pick<Start, "branch">,
): StreamName {
  const places = branch(!orders || seed === undefined, fixedOrder);
  return [seed ?? 0, fnv1a(draws), countDraws(upstreams, draws), places.length, ...places];
}

/**
 * Returns a stage's random stream of an epoch. Fork it by the element's index.
 *
 * @inline
 */
export type Streams = (epoch: number) => Random;

/** Makes the streams of a stage in a pass that starts at `start`. */
export function makeStreams(
  label: string,
  upstream: Source<unknown>,
  options: StreamOptions | undefined,
  start: Start,
): Streams {
  return (epoch) => {
    if (options === undefined)
      throw new TypeError(
        `${label}: a stage that draws random numbers must declare it: random: { draws: "name" }`,
      );
    if (options.loops !== undefined) options.loops.idle = false;
    return random(...streamName([upstream], options, start), epoch);
  };
}

/** A 32-bit hash of a text (FNV-1a). */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
