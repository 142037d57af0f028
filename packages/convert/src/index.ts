export type { ColumnType } from "./row/columnType.ts";
export { encodeRow } from "./row/encodeRow.ts";
export { RowError } from "./row/rowError.ts";
