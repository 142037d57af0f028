import { openIndex } from "../../pass/recipe.ts";
import { assertUpstream } from "../../validate.ts";
import type { Operator } from "../../source.ts";
import { indexedSource } from "../../sources/indexed.ts";
import { type Memory, type Stage, stage } from "../../pass/stage.ts";

/** A stage whose size is known if its upstream's is. */
export type IndexViewStage<T, M extends Memory> = Omit<Stage<T, T, M>, "size"> & {
  readonly size: (upstream: number) => number;
};

/**
 * Makes a stage that selects elements by position.
 *
 * If the upstream has random access, so has the stage: it is a view. Otherwise it reads the upstream in order.
 *
 * @param spec - The stage for an upstream without random access.
 * @param position - Returns the upstream's position of the stage's element at `index`.
 */
export function indexView<T, M extends Memory>(
  spec: IndexViewStage<T, M>,
  position: (index: number) => number,
): Operator<T, T> {
  const sequential = stage(spec);
  return (source) => {
    const upstream = assertUpstream(spec.label, source);
    const { indexed, size: known } = upstream;
    if (indexed === undefined || known === undefined) return sequential(upstream);
    const size = spec.size(known);
    return indexedSource({
      label: `${upstream.label}.${spec.label}`,
      size,
      parents: [upstream],
      indexed(epoch, start) {
        const elements = openIndex(upstream, indexed, epoch, start);
        return {
          length: size,
          at: (index) => (index < size ? elements.at(position(index)) : undefined),
        };
      },
    });
  };
}
