export { plotScripts } from "./node/plotScripts.ts";
