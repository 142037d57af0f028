/**
 * The part of each batch that one of several processes reads: the rows `index`, `index + count`, and so on.
 *
 * It is addressed to one source of a pipeline, by its label. A stage that knows how to read a part addresses it to its
 * upstream; any other stage passes it on as it is, and nobody reads it.
 *
 * @inline
 */
export interface Part {
  /** The label of the source that is to read the part. */
  readonly of: string;
  /** Which of the parts, from 0. */
  readonly index: number;
  /** Number of parts. */
  readonly count: number;
  /** Rows of a batch, if the source delivers the rows of batches; `undefined` if it delivers batches. */
  readonly rows?: number | undefined;
}
