export { type CreatedRecords, createRecords } from "./node/create/createRecords.ts";
export type { CreateProgress } from "./node/create/createProgress.ts";
export { UnfinishedRunError } from "./node/create/unfinishedRunError.ts";
export { extractRecords } from "./node/extract/extractRecords.ts";
export { PictureError } from "./node/picture/pictureError.ts";
export { RowError } from "./row/rowError.ts";
