import { typescriptLoader } from "@tensorloom/core/internal";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "./parseCommand.ts";

/**
 * Runs a script in this process, as `node SCRIPT` does: MPI knows the process that it has started.
 *
 * @throws UsageError if the script is TypeScript, and neither tsx nor Node can read it; what the script throws.
 */
export async function runScript(script: string, args: readonly string[]): Promise<void> {
  const path = resolve(script);
  const { href } = pathToFileURL(path);
  process.argv = [process.argv[0], path, ...args];
  if (/\.[cm]?tsx?$/.test(path)) await registerTypeScript(href);
  await import(href);
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
