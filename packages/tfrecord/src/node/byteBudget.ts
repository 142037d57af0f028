/** How many bytes the readers of many files may hold together. */
export interface ByteBudget {
  readonly max: number;
  /** How many bytes of records are held or being read. */
  used: number;
}
