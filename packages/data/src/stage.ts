import { countIn, type Place, placeIn } from "./place.ts";
import { openParent, recipe, startAt } from "./recipe.ts";
import { replaying } from "./replaying.ts";
import type { Operator, State } from "./source.ts";
import { isTorn, StagePass, type Work } from "./stagePass.ts";

/** What a stage remembers between elements: plain JSON, written into its state. */
export type Memory = Record<string, State>;

/** A stage that makes at most one element of each, or of several in a row. */
export interface Stage<A, B, M extends Memory> {
  /** The stage in words: `batch(3)`. */
  readonly label: string;
  /** The size: a number, or what it is where the upstream's is known; default: the same. */
  readonly size?: number | ((upstream: number) => number | undefined);
  /** The memory at the beginning of an epoch; default: none. */
  readonly start?: (epoch: number) => M;
  /** Whether `work` holds elements while it waits for more: a state after an error is then that before them, and how many errors came. */
  readonly gathers?: boolean;
  /** The functions that the elements depend on. See {@link Recipe}. */
  readonly functions?: readonly unknown[];
  /** Whether a resume reads the upstream from the beginning: for a memory that is not worth writing down. */
  readonly replays?: boolean;
  /** The work of one pass. What it holds beside `memory` must be empty whenever it has just given an element. */
  readonly work: (memory: M) => Work<A, B>;
}

/**
 * An operator from what it does with one element.
 *
 * Resuming, closing, the size and the place of errors are seen to here: a state is the memory, the number of elements
 * that came (`at`) and the upstream's state; where an error came while the work held elements, it is that before them and
 * the number of such errors (`torn`).
 */
export function stage<A, B, M extends Memory = Memory>(spec: Stage<A, B, M>): Operator<A, B> {
  const begin = spec.start ?? ((): M => Object.create(Object.prototype) as M); // no start: M is the empty record
  const replays = spec.replays ?? false;
  return recipe({
    label: spec.label,
    ...(spec.size !== undefined && { size: spec.size }),
    ...(spec.functions && { functions: spec.functions }),
    open(upstream, start, label) {
      let [epoch, at, errors, above] = [start.epoch ?? 0, 0, 0, start];
      let written: Place = {};
      if (start.state !== undefined) {
        const own = replays ? ["epoch"] : ["upstream", ...Object.keys(begin(epoch))];
        const torn = spec.gathers === true && isTorn(start.state);
        written = placeIn(label, start.state, ["at", ...(torn ? ["torn"] : []), ...own]);
        at = countIn(label, written, "at");
        if (torn) errors = countIn(label, written, "torn");
        if (replays) epoch = countIn(label, written, "epoch");
        above = startAt(start, replays ? { epoch } : { state: written["upstream"] });
      }
      const memory = begin(epoch);
      for (const key of Object.keys(memory))
        if (key in written) Object.assign(memory, { [key]: written[key] });
      const pass = replaying(openParent(upstream, above), replays ? at : 0);
      const rest = replays ? () => ({ epoch }) : () => ({ ...memory, upstream: pass.state() });
      const work = spec.work(memory);
      const watched = start.watch && { ...work, next: start.watch.work(label, work.next) };
      return new StagePass(label, pass, watched ?? work, {
        at,
        unread: replays ? at : 0,
        errors,
        gathers: spec.gathers ?? false,
        rest,
      });
    },
  });
}
