/**
 * Returns milliseconds since some moment. Tests pass their own.
 *
 * @inline
 */
export type Clock = () => number;

/** The machine's clock: the default of every `clock` option. */
export const machineClock: Clock = () => performance.now();
