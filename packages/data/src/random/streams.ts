import { type Random, random } from "@tensorloom/core";
import { TRUNK } from "./branch.ts";
import { countDraws } from "./countDraws.ts";
import type { Randomness, Source, Start } from "../source.ts";

/** The version of the streams: written into states that hold a place in a random order, and into stored caches. */
export const STREAMS_VERSION = 2;

/** Which numbers a stage draws. */
export interface StreamOptions extends Randomness {
  /** The kind of the stage: stages of different kinds share no numbers, whatever their seeds. */
  readonly draws: string;
  /** The seed, if one was given; default 0. */
  readonly seed?: number | undefined;
  /** Whether it orders or chooses elements: with a seed, the sources of a `zip` are then ordered alike. */
  readonly orders?: boolean;
}

/** What names a random stream. */
export type StreamName = readonly [seed: number, ...rest: number[]];

/**
 * Names the stream that a stage draws from: by its kind, its number among the stages of that kind above each other,
 * its branch and its seed. So no two stages of a pipeline share numbers, also with equal seeds.
 *
 * @param upstreams - What the stage reads from.
 */
export function streamName(
  upstreams: readonly Source<unknown>[],
  { draws, seed, orders = false, fixedOrder = false }: StreamOptions,
  { branch = TRUNK }: Pick<Start, "branch">,
): StreamName {
  const places = branch(!orders || seed === undefined, fixedOrder);
  return [seed ?? 0, fnv1a(draws), countDraws(upstreams, draws), places.length, ...places];
}

/** A stage's streams in one pass: one for each epoch. Fork it by the element's index. */
export type Streams = (epoch: number) => Random;

/** The streams of a stage in a pass that begins at `start`. */
export function makeStreams(
  label: string,
  upstream: Source<unknown>,
  options: StreamOptions | undefined,
  start: Start,
): Streams {
  return (epoch) => {
    if (options === undefined)
      throw new TypeError(
        `${label}: a stage that draws random numbers must say so: random: { draws: "name" }`,
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
