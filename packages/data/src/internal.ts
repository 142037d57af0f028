/** What the other packages of Tensorloom use of datasets: less to load than all of them. Unstable. */
export { isTypedArray } from "./collate/ndarray.ts";
export { markPart, NoRows, rowsOfWhole } from "./pass/part.ts";
export { iterate } from "./read/iterate.ts";
export { withPart } from "./stageStart.ts";
