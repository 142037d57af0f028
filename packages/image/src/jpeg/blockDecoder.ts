/** The entropy decoder of a scan. */
export interface BlockDecoder {
  /** Whether nothing more can be read until the next restart: blocks stay as they are. */
  readonly stopped: boolean;
  /** Reads a block of the scan's component `at`, whose 64 coefficients begin at `offset`, in natural order. */
  decode(coefficients: Int16Array, offset: number, at: number): void;
  /** Passes a restart marker. */
  restart(): void;
}

/** What a scan's header says beside its components (T.81, B.2.3). */
export interface ScanBand {
  /** The first and the last coefficient, in zigzag order. */
  readonly from: number;
  readonly to: number;
  /** How many low bits were unknown before, 0 in a first scan, and are unknown after. */
  readonly high: number;
  readonly low: number;
}
