/** Decodes the blocks of a scan. */
export interface BlockDecoder {
  /** Whether decoding has stopped until the next restart; blocks are left unchanged. */
  readonly stopped: boolean;
  /**
   * Reads a block's 64 coefficients in natural order, starting at `offset`.
   *
   * @param at - The index of the component in the scan.
   */
  decode(coefficients: Int16Array, offset: number, at: number): void;
  /** Reads a restart marker and resets the predictions. */
  restart(): void;
}
