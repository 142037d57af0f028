import { SKIP, type Skip, settle, drain } from "./maybeAsync.ts";
import type { Pass, State, Step } from "../source.ts";
import { DeliveryCount, type Delivered } from "./deliveryCount.ts";

/**
 * A stage's pass that resumes by reading its upstream from the start.
 *
 * Elements that were delivered before rebuild the stage's memory, and are not delivered again.
 */
export class ReplayedPass<A, B> implements Pass<B> {
  readonly #telling: DeliveryCount;
  readonly #epoch: number;
  readonly #stage: Pass<B>;
  readonly #turn = (): Step<B> | Skip | Promise<Step<B> | Skip> =>
    settle(this.#stage, this.#gave, this.#threw);

  /** `stage` makes the stage's pass over the upstream. */
  constructor(upstream: Pass<A>, stage: (upstream: Pass<A>) => Pass<B>, before: Delivered, epoch: number) {
    const telling = new DeliveryCount(before);
    const came = (step: Step<A>): Step<A> => {
      telling.countStep();
      return step;
    };
    const threw = (error: unknown): never => {
      telling.countStep();
      throw error;
    };
    this.#telling = telling;
    this.#epoch = epoch;
    this.#stage = stage({
      next: () => settle(upstream, came, threw),
      state: () => upstream.state(),
      close: () => upstream.close(),
    });
  }

  next(): Step<B> | Promise<Step<B>> {
    return drain(this.#turn);
  }

  readonly #gave = (step: Step<B>): Step<B> | Skip =>
    step.done !== true && this.#telling.isRepeat ? SKIP : step;

  readonly #threw = (error: unknown): Skip => {
    if (this.#telling.countError()) return SKIP;
    throw error;
  };

  state(): State {
    return { ...this.#telling.delivered, epoch: this.#epoch };
  }

  close(): Promise<void> {
    return this.#stage.close();
  }
}
