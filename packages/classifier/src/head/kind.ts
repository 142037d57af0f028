/**
 * How the labels of a classifier relate.
 *
 * `"binary"`: one output decides between two labels, or for and against one. `"multiclass"`: each picture has one of the
 * labels. `"multilabel"`: it has any number of them.
 *
 * @inline
 */
export type Kind = "binary" | "multiclass" | "multilabel";

/** Every {@link Kind}. */
export const KINDS: readonly Kind[] = ["binary", "multiclass", "multilabel"];
