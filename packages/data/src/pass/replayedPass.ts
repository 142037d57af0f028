import { AGAIN, type Again, asked, until } from "./later.ts";
import type { Pass, State, Step } from "../source.ts";
import { Telling, type Told } from "./telling.ts";

/**
 * A stage's pass whose resume reads the upstream from its beginning: what was told before makes the stage's memory
 * again, and is given no more.
 */
export class ReplayedPass<A, B> implements Pass<B> {
  readonly #telling: Telling;
  readonly #epoch: number;
  readonly #stage: Pass<B>;
  readonly #turn = (): Step<B> | Again | Promise<Step<B> | Again> =>
    asked(this.#stage, this.#gave, this.#threw);

  /** `stage` makes the stage's pass over the upstream. */
  constructor(upstream: Pass<A>, stage: (upstream: Pass<A>) => Pass<B>, before: Told, epoch: number) {
    const telling = new Telling(before);
    const came = (step: Step<A>): Step<A> => {
      telling.came();
      return step;
    };
    const threw = (error: unknown): never => {
      telling.came();
      throw error;
    };
    this.#telling = telling;
    this.#epoch = epoch;
    this.#stage = stage({
      next: () => asked(upstream, came, threw),
      state: () => upstream.state(),
      close: () => upstream.close(),
    });
  }

  next(): Step<B> | Promise<Step<B>> {
    return until(this.#turn);
  }

  readonly #gave = (step: Step<B>): Step<B> | Again =>
    step.done !== true && this.#telling.again ? AGAIN : step;

  readonly #threw = (error: unknown): Again => {
    if (this.#telling.failed()) return AGAIN;
    throw error;
  };

  state(): State {
    return { ...this.#telling.told, epoch: this.#epoch };
  }

  close(): Promise<void> {
    return this.#stage.close();
  }
}
