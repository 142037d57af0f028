import { innerStart, type Making } from "../../random/branch.ts";
import { ordersAnew } from "../../random/loops.ts";
import { openParent } from "../../pass/recipe.ts";
import { StageError } from "../../pass/stageError.ts";
import { refuseReshuffled } from "../../random/splits.ts";
import { asSource, type Elements } from "../../sources/elements.ts";
import type { Inner, InnerPlace } from "./inner.ts";
import { eagerPrefetch } from "../../concurrency/prefetchStage.ts";

/** How inner sources are made and opened. */
export interface OpeningOptions<A, B> extends Making {
  readonly make: (element: A, index: number) => Elements<B>;
  /** How many elements each makes ready; where there are any, empty places are filled before their turn. */
  readonly ahead: number;
  /** The stage and all above it, for errors. */
  readonly label: string;
  readonly epoch: number;
}

/** Opens the inner sources of an interleave: makes a source of an element, and a pass over that. */
export class Opening<A, B> {
  readonly #options: OpeningOptions<A, B>;
  readonly #make: OpeningOptions<A, B>["make"];

  constructor(options: OpeningOptions<A, B>) {
    this.#options = options;
    this.#make = options.start.watch?.work(options.label, options.make) ?? options.make;
  }

  /**
   * The inner source of an element, at a place.
   *
   * @throws StageError with what making or opening it threw.
   */
  open(element: A, position: number, [state, word]: InnerPlace): Inner<B> {
    const { label, epoch, start, loops, ahead: count } = this.#options;
    try {
      const source = asSource(this.#make(element, position));
      if (start.split !== undefined) refuseReshuffled(start.split, source);
      // Most inner sources are lists: nothing stands above them.
      if (loops.idle === true && (source.random ?? source.parents?.[0]) !== undefined)
        loops.idle = !ordersAnew(source);
      // Read ahead or not: an inner source that goes on does as it did.
      const ahead = state === undefined ? count > 0 : word !== undefined;
      const inner = ahead ? eagerPrefetch<B>(Math.max(1, count))(source) : source;
      const at = state === undefined ? { epoch } : { state };
      return { position, pass: openParent(inner, innerStart(this.#options, at, position)), ahead };
    } catch (error) {
      throw new StageError(label, position, error, element);
    }
  }
}
