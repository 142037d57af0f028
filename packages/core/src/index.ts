export { callable, finite, integer, oneOf, shown } from "./check.ts";
export { random, type Random } from "./random.ts";
