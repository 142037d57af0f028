import { openIndex } from "../pass/recipe.ts";
import { assertUpstream } from "../validate.ts";
import type { Operator } from "../source.ts";
import { indexedSource } from "../sources/indexed.ts";
import { type Memory, type Stage, stage } from "../pass/stage.ts";

/** A stage that knows its size wherever its upstream does. */
export type IndexViewStage<T, M extends Memory> = Omit<Stage<T, T, M>, "size"> & {
  readonly size: (upstream: number) => number;
};

/**
 * A stage that only chooses among positions: over an index it is a view of it, over a stream it walks.
 *
 * @param spec - The stage over a stream.
 * @param position - Which element of the upstream the stage's element at `index` is.
 */
export function indexView<T, M extends Memory>(
  spec: IndexViewStage<T, M>,
  position: (index: number) => number,
): Operator<T, T> {
  const walking = stage(spec);
  return (given) => {
    const upstream = assertUpstream(spec.label, given);
    const { indexed, size: known } = upstream;
    if (indexed === undefined || known === undefined) return walking(upstream);
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
