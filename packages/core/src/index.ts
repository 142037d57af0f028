export { keepOrigin, originOf, setOrigin, type Origin } from "./origin.ts";
export { random, type Random } from "./random.ts";
