/** The memory budget that the readers of many files share, in bytes. */
export interface ByteBudget {
  readonly max: number;
  /** The bytes of records that are buffered or being read. */
  used: number;
}
