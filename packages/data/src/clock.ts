/** Milliseconds since some moment: what is measured with, and what a test replaces. */
export type Clock = () => number;

/** The machine's clock, unless another is given: the only one that this package looks at. */
export const machineClock: Clock = () => performance.now();
