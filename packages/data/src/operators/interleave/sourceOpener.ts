import { innerStart, type InnerSourceContext } from "../../random/branch.ts";
import { reordersEachEpoch } from "../../random/nextEpoch.ts";
import { openParent } from "../../pass/recipe.ts";
import { StageError } from "../../pass/stageError.ts";
import { assertSplittable } from "../../random/assertSplittable.ts";
import { asSource, type Elements } from "../../sources/elements.ts";
import type { OpenSlot, SlotState } from "./slot.ts";
import { eagerPrefetch } from "../../concurrency/prefetchStage.ts";

/** Options of a {@link SourceOpener}. */
export interface SourceOpenerOptions<A, B> extends InnerSourceContext {
  readonly make: (element: A, index: number) => Elements<B>;
  /** How many elements each source prefetches; above 0, empty slots are filled before their turn. */
  readonly ahead: number;
  /** The label of the stage, for errors. */
  readonly label: string;
  readonly epoch: number;
}

/** Opens the inner sources of an interleave. */
export class SourceOpener<A, B> {
  readonly #options: SourceOpenerOptions<A, B>;
  readonly #make: SourceOpenerOptions<A, B>["make"];

  constructor(options: SourceOpenerOptions<A, B>) {
    this.#options = options;
    this.#make = options.start.instrumentation?.wrapFunction(options.label, options.make) ?? options.make;
  }

  /**
   * Opens the inner source of an element, at a state.
   *
   * @throws StageError if `make` or the source's `open` throws; its cause is that error.
   */
  open(element: A, position: number, [state, word]: SlotState): OpenSlot<B> {
    const { label, epoch, start, loops, ahead: count } = this.#options;
    try {
      const source = asSource(this.#make(element, position));
      if (start.split !== undefined) assertSplittable(start.split, source);
      // Most inner sources are lists, without parents.
      if (loops.idle === true && (source.random ?? source.parents?.[0]) !== undefined)
        loops.idle = !reordersEachEpoch(source);
      // A resumed inner source prefetches only if it did before.
      const ahead = state === undefined ? count > 0 : word !== undefined;
      const inner = ahead ? eagerPrefetch<B>(Math.max(1, count))(source) : source;
      const at = state === undefined ? { epoch } : { state };
      return { position, pass: openParent(inner, innerStart(this.#options, at, position)), ahead };
    } catch (error) {
      throw new StageError(label, position, error, element);
    }
  }
}
