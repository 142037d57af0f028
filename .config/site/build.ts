import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "vitepress";
import { writeApi } from "./api.ts";
import { appFolder, buildApp, copyApp } from "./app.ts";
import { root } from "./pages.ts";

/**
 * `npm run docs` writes the site into .cache/site: the API reference, the example for browsers, and the pages.
 *
 * `npm run docs -- --base /tensorloom/` makes a site for that path of a web server.
 */
const USAGE = "npm run docs [-- --base /PATH/]";

await buildSite(baseOf(process.argv.slice(2)));

async function buildSite(base: string): Promise<void> {
  const site = join(root, ".cache", "site");
  rmSync(site, { recursive: true, force: true });
  await step("API reference", writeApi);
  const hasApp = await step("example for browsers", buildApp);
  if (!hasApp)
    console.log(`docs: the site has no example for browsers, because ${appFolder} is not in this checkout`);
  await step("pages", () => build(join(root, ".config", "site"), { base, outDir: site }));
  copyApp(site);
  console.log(`docs: wrote ${site}`);
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  console.log(`docs: ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

function baseOf(args: readonly string[]): string {
  if (args.length === 0) return "/";
  const [flag, base = "", ...more] = args.flatMap((arg) => arg.split("="));
  if (flag !== "--base" || more.length > 0)
    throw new Error(`docs: unknown arguments ${args.join(" ")}; usage: ${USAGE}`);
  if (!/^\/(.*\/)?$/.test(base))
    throw new Error(`docs: --base must be a path that starts and ends with /, got ${JSON.stringify(base)}`);
  return base;
}
