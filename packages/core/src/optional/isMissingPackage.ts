import { errorCode } from "../errors/errorCode.ts";
import { errorMessage } from "../errors/errorMessage.ts";

/**
 * Whether an import failed because a package is not installed.
 *
 * A package that is there, and imports another one that is missing, is not missing itself. The sentences are those of
 * Node, Bun and Deno, which quote the package or the specifier.
 *
 * @param name - The package, without an entry: `"@tensorloom/convert"`.
 * @example
 * ```ts
 * import { isMissingPackage } from "@tensorloom/core/internal";
 *
 * const error = await import("no-such-package" + "").catch((reason: unknown) => reason);
 * isMissingPackage(error, "no-such-package"); // => true
 * isMissingPackage(error, "such-package"); // => false
 * ```
 */
export function isMissingPackage(error: unknown, name: string): boolean {
  if (!/^(ERR_)?MODULE_NOT_FOUND$/.test(errorCode(error) ?? "")) return false;
  const quoted = [...errorMessage(error).matchAll(/'([^']*)'|"([^"]*)"/g)];
  return quoted.some(([, single, double = single]) => double === name || double.startsWith(`${name}/`));
}
