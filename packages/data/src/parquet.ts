export { fromParquet } from "./formats/parquet/fromParquet.ts";
