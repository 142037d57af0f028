/**
 * `npm run test:next`: builds a page with Next.js from the packed tarballs, and opens it in Chromium.
 *
 * The server writes and reads records, decodes and predicts; the browser predicts the same and trains. It builds and
 * packs the packages, and downloads Next.js from npm into `.cache/next`. It exits with 1 after a warning or a failure.
 * It is not part of `npm run check`: Next.js has 340 MB, and its build takes longer than all other bundles.
 */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launchChromium } from "../browser/chromium.ts";
import { type Home, installHome } from "../release/home.ts";

const NEXT = ["next@16.4.6", "react@19.3.1", "react-dom@19.3.1"];
const APP = ["app", "next.config.js"];
const root = join(import.meta.dirname, "..", "..");
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };

interface Predicted {
  readonly backend: string;
  readonly outputs: readonly number[];
}

/** Installs Next.js from npm, if it is not there, and copies it and the page into the home. */
function placeNext({ folder }: Home): void {
  const cache = join(root, ".cache", "next");
  if (!existsSync(join(cache, "node_modules", "next", "package.json"))) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(join(cache, "package.json"), '{ "private": true }\n');
    execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...NEXT], {
      cwd: cache,
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  const copy = { recursive: true, force: false, verbatimSymlinks: true }; // what is installed there stays
  cpSync(join(cache, "node_modules"), join(folder, "node_modules"), copy);
  for (const name of APP) cpSync(join(import.meta.dirname, name), join(folder, name), { recursive: true });
}

/** Builds for production; a warning is an error. */
function buildPage(folder: string): void {
  const words = [join(folder, "node_modules", "next", "dist", "bin", "next"), "build", "--turbopack"];
  const out = execFileSync(process.execPath, words, { cwd: folder, env, encoding: "utf8" });
  if (/warn|error/i.test(out)) throw new Error(out);
}

/** Starts the built page, and returns its address. */
async function serve(folder: string): Promise<{ readonly address: string; close(): void }> {
  const words = [
    join(folder, "node_modules", "next", "dist", "bin", "next"),
    "start",
    "-p",
    "0",
    "-H",
    "127.0.0.1",
  ];
  const child = spawn(process.execPath, words, { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.once("close", () => reject(new Error(`next start ended: ${text}`)));
    child.stdout.on("data", (chunk) => {
      text += String(chunk);
      const found = /http:\/\/[\w.]+:\d+/.exec(text)?.[0];
      if (found !== undefined) resolve(found);
    });
  });
  return { address, close: () => void child.kill() };
}

/** Opens the page, and compares what the server and the browser computed. */
async function openPage(address: string): Promise<string> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => void (message.type() === "error" && errors.push(message.text())));
    await page.goto(address, { timeout: 120_000 });
    await page.waitForFunction(`document.querySelector("#browser").textContent !== ""`, undefined, {
      timeout: 120_000,
    });
    const read = async (id: string): Promise<string> => (await page.textContent(id)) ?? "";
    const text = await read("#browser");
    if (!text.startsWith("{") || errors.length > 0) throw new Error([text, ...errors].join("\n"));
    const server = JSON.parse(await read("#server")) as Predicted; // the page wrote both
    const here = JSON.parse(text) as Predicted & { readonly losses: readonly number[] };
    // The server's pictures were JPEG files: their levels are off by one at most.
    const isClose = server.outputs.every((value, at) => Math.abs(value - here.outputs[at]) < 0.01);
    if (server.outputs.length !== 3 || here.outputs.length !== 3 || !isClose)
      throw new Error(`the server predicted ${String(server.outputs)}, the browser ${String(here.outputs)}`);
    if (!((here.losses.at(-1) ?? NaN) < here.losses[0])) throw new Error(`losses: ${String(here.losses)}`);
    return `${server.backend} and ${here.backend}, loss ${here.losses[0].toFixed(3)} to ${(here.losses.at(-1) ?? NaN).toFixed(3)}`;
  } finally {
    await browser.close();
  }
}

execFileSync("npx", ["turbo", "run", "build", "--output-logs=errors-only"], {
  cwd: root,
  stdio: ["ignore", "ignore", "inherit"],
});
const home = await installHome();
try {
  placeNext(home);
  const from = performance.now();
  buildPage(home.folder);
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  const server = await serve(home.folder);
  try {
    process.stdout.write(`Next.js: built in ${seconds} s; ${await openPage(server.address)}\n`);
  } finally {
    server.close();
  }
} finally {
  home.remove();
}
