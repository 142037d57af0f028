export { callable, finite, integer, oneOf, shown } from "./check.ts";
export { closest } from "./closest.ts";
export { checkOptions, type OptionKind, type OptionKinds } from "./options.ts";
export { siblingModule } from "./siblingModule.ts";
