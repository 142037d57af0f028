/**
 * The name that a weight has in a model: `layer/kind`.
 *
 * Keras 2 ends names with `:0`; models inside models put theirs before: `efficientnetb0/stem_conv/kernel:0`.
 */
export function weightName(stored: string): string {
  return stored.replace(/:\d+$/, "").split("/").slice(-2).join("/");
}
