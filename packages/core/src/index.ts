export { callable, finite, integer, oneOf, shown } from "./check.ts";
export { closest } from "./closest.ts";
export { checkOptions, type OptionKind, type OptionKinds } from "./options.ts";
export { keepOrigin, originOf, setOrigin, type Origin } from "./origin.ts";
export { random, type Random } from "./random.ts";
export { siblingModule } from "./siblingModule.ts";
