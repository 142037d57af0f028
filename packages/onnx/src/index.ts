export { exportOnnx, type ExportOnnxOptions } from "./export/exportOnnx.ts";
