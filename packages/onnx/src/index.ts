export { exportOnnx } from "./export/exportOnnx.ts";
