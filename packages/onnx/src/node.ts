export { saveOnnx } from "./node/saveOnnx.ts";
