/**
 * The point at which a resumed run continues.
 *
 * @inline
 */
export interface ResumedAt {
  /** The epoch of the next step, from 0. Earlier epochs are finished. */
  readonly epoch: number;
  /** The next step in that epoch, from 0. */
  readonly step: number;
  /** Number of finished steps of the run. */
  readonly steps: number;
}
