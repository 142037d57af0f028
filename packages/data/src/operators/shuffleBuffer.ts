import { AGAIN, type Again, later, until } from "../later.ts";
import { drawn } from "../permutation.ts";
import { countIn, placeIn } from "../place.ts";
import { recipe, startAt } from "../recipe.ts";
import type { Operator, Pass, Source, Start, State, Step } from "../source.ts";
import { END } from "../stage.ts";
import { Tape, type Recalled } from "../tape.ts";

/** Draws each element from a buffer of those that wait. `key` names an epoch's draws, from 0 to 2^32 - 1. */
export function shuffleBuffer<T>(size: number, key: (epoch: number) => number): Operator<T, T> {
  return recipe({
    label: `shuffle(${String(size)})`,
    open: (upstream: Source<T>, start, label) => new ShufflePass(upstream, start, label, size, key),
  });
}

class ShufflePass<T> implements Pass<T> {
  readonly #tape: Tape<T>;
  readonly #size: number;
  readonly #epoch: number;
  readonly #key: number;
  #draws = 0;
  #elements: T[] = [];
  #positions: number[] = [];
  #over = false;
  readonly #turn = (): Step<T> | Again | Promise<Again> => this.#once();
  readonly #take = (step: Step<T>): Again => this.#taken(step);

  constructor(
    upstream: Source<T>,
    start: Start,
    label: string,
    size: number,
    key: (epoch: number) => number,
  ) {
    this.#size = size;
    let above = start;
    let epoch = start.epoch ?? 0;
    if (start.state !== undefined) {
      const place = placeIn(label, start.state, ["draws", "epoch", "tape"]);
      above = startAt(start, { state: place["tape"] });
      epoch = countIn(label, place, "epoch");
      this.#draws = countIn(label, place, "draws");
    }
    this.#epoch = epoch;
    this.#key = key(epoch);
    this.#tape = new Tape(label, upstream, above, {
      every: Math.ceil(size / 8),
      held: () => this.#positions.slice(),
    });
  }

  next(): Step<T> | Promise<Step<T>> {
    return until(this.#turn);
  }

  #once(): Step<T> | Again | Promise<Again> {
    if (this.#tape.unread) return later(this.#tape.recall(), this.#recalled);
    if (!this.#over && this.#elements.length < this.#size) return later(this.#tape.next(), this.#take);
    const waiting = this.#elements.length;
    if (waiting === 0) return END;
    const slot = drawn(this.#key, this.#draws++, waiting);
    const value = this.#elements[slot];
    // The last one moves into the gap: a draw costs the same whatever the buffer holds.
    this.#elements[slot] = this.#elements[waiting - 1];
    this.#positions[slot] = this.#positions[waiting - 1];
    this.#elements.pop();
    this.#positions.pop();
    return { done: false, value };
  }

  #taken(step: Step<T>): Again {
    if (step.done === true) this.#over = true;
    else {
      this.#positions.push(this.#tape.pulled - 1);
      this.#elements.push(step.value);
    }
    return AGAIN;
  }

  readonly #recalled = (recalled: Recalled<T>): Again => {
    this.#positions = recalled.map(([position]) => position);
    this.#elements = recalled.map(([, element]) => element);
    return AGAIN;
  };

  state(): State {
    return { draws: this.#draws, epoch: this.#epoch, tape: this.#tape.state() };
  }

  close(): Promise<void> {
    this.#elements = [];
    this.#over = true;
    return this.#tape.close();
  }
}
