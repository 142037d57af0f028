export { type CsvRow } from "./formats/csv/csvRow.ts";
export { fromCsv } from "./formats/csv/fromCsv.ts";
