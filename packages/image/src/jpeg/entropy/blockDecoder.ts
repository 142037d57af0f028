/** The entropy decoder of a scan. */
export interface BlockDecoder {
  /** Whether nothing more can be read until the next restart: blocks stay as they are. */
  readonly stopped: boolean;
  /** Reads a block of the scan's component `at`, whose 64 coefficients begin at `offset`, in natural order. */
  decode(coefficients: Int16Array, offset: number, at: number): void;
  /** Passes a restart marker. */
  restart(): void;
}
