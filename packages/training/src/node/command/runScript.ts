import { typescriptLoader } from "@tensorloom/core/internal";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "./parseCommand.ts";

/**
 * Runs a script in this process, as `node SCRIPT` does: MPI knows the process that it has started.
 *
 * @throws UsageError if the script is TypeScript, and neither tsx nor Node can read it, or not as a module; what the script
 * throws.
 */
export async function runScript(script: string, args: readonly string[]): Promise<void> {
  const path = resolve(script);
  const { href } = pathToFileURL(path);
  process.argv = [process.argv[0], path, ...args];
  if (/\.[cm]?tsx?$/.test(path)) await registerTypeScript(href);
  try {
    await import(href);
  } catch (error) {
    if (!isReadAsCommonJS(path, error)) throw error;
    throw new UsageError(
      `${script} is a module, but its folder's package.json does not have "type": "module": add that, or rename it to ${script.replace(/\.ts$/, ".mts")}`,
      { cause: error },
    );
  }
}

/** What tsx, esbuild and Node say of a module in TypeScript that they take for CommonJS. */
const SIGNS =
  /ERR_REQUIRE_CYCLE_MODULE|[Tt]op-level await|await is only valid in|import statement outside a module/;

function isReadAsCommonJS(path: string, error: unknown): boolean {
  if (!path.endsWith(".ts") || !(error instanceof Error)) return false;
  const { code = "" } = error as NodeJS.ErrnoException;
  return SIGNS.test(`${code} ${error.message}`);
}

async function registerTypeScript(script: string): Promise<void> {
  const loader = typescriptLoader([script, import.meta.url]);
  if (loader !== undefined) {
    const { register } = (await import(loader)) as { readonly register: () => unknown }; // as tsx documents it
    register();
    return;
  }
  if ("typescript" in process.features && process.features.typescript !== false) return;
  throw new UsageError(
    `this Node, ${process.version}, does not read TypeScript: npm install -D tsx, or use Node 22.18 or newer`,
  );
}
