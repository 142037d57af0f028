import { SKIP, type Skip, settle, drain } from "./maybeAsync.ts";
import type { Pass, State, Step } from "../source.ts";
import { DeliveryCount, type Delivered } from "./deliveryCount.ts";

/**
 * A stage's pass that resumes by reading its upstream from the start.
 *
 * Elements that were delivered before rebuild the stage's memory, and are not delivered again.
 */
export class ReplayedPass<A, B> implements Pass<B> {
  readonly #delivered: DeliveryCount;
  readonly #epoch: number;
  readonly #stage: Pass<B>;
  readonly #step = (): Step<B> | Skip | Promise<Step<B> | Skip> =>
    settle(this.#stage, this.#onStep, this.#onError);

  /** `stage` makes the stage's pass over the upstream. */
  constructor(upstream: Pass<A>, stage: (upstream: Pass<A>) => Pass<B>, before: Delivered, epoch: number) {
    const delivered = new DeliveryCount(before);
    const onUpstreamStep = (step: Step<A>): Step<A> => {
      delivered.countStep();
      return step;
    };
    const onUpstreamError = (error: unknown): never => {
      delivered.countStep();
      throw error;
    };
    this.#delivered = delivered;
    this.#epoch = epoch;
    this.#stage = stage({
      next: () => settle(upstream, onUpstreamStep, onUpstreamError),
      state: () => upstream.state(),
      close: () => upstream.close(),
    });
  }

  next(): Step<B> | Promise<Step<B>> {
    return drain(this.#step);
  }

  readonly #onStep = (step: Step<B>): Step<B> | Skip =>
    step.done !== true && this.#delivered.isRepeat ? SKIP : step;

  readonly #onError = (error: unknown): Skip => {
    if (this.#delivered.countError()) return SKIP;
    throw error;
  };

  state(): State {
    return { ...this.#delivered.delivered, epoch: this.#epoch };
  }

  close(): Promise<void> {
    return this.#stage.close();
  }
}
