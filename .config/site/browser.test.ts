import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launchChromium } from "../browser/chromium.ts";
import { type FileServer, serveFolder } from "../browser/server.ts";
import { base, site } from "./files.ts";

/** Pages of each kind: text, tables, diagrams, pictures, code, the reference, a long list. */
const PAGES = [
  "",
  "overview.html",
  "architecture.html",
  "glossary.html",
  "guides/training.html",
  "guides/augmentation.html",
  "guides/report.html",
  "api/",
  "api/schedules.html",
  "api/core.html",
  "decisions/013-random-streams.html",
  "changelog.html",
];
const VIEWS = [
  { width: 1280, height: 900, colorScheme: "light" },
  { width: 390, height: 844, colorScheme: "dark" },
] as const;
const OTHER_VIEWS = [
  { width: 1280, height: 900, colorScheme: "dark" },
  { width: 390, height: 844, colorScheme: "light" },
] as const;

/** What axe-core finds. */
interface AxeResults {
  readonly violations: readonly { id: string; nodes: readonly { html: string; failureSummary?: string }[] }[];
}
interface AxePage {
  readonly axe: { run(context: Document, options: object): Promise<AxeResults> };
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "tensorloom-site-"));
let browser: Browser;
let server: FileServer;

/** Opens a page, and collects what a reader would not see: errors, failed requests, requests to others. */
async function open(
  path: string,
  view: (typeof VIEWS)[number] | (typeof OTHER_VIEWS)[number],
): Promise<{ page: Page; faults: string[] }> {
  const { colorScheme, ...viewport } = view;
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
  const faults: string[] = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("requestfailed", (request) => {
    const text = request.failure()?.errorText ?? "";
    // the example looks at the first bytes of a binary, and ends that request itself
    if (text !== "net::ERR_ABORTED") faults.push(`failed: ${request.url()} (${text})`);
  });
  page.on(
    "response",
    (response) => response.status() >= 400 && faults.push(`${String(response.status())}: ${response.url()}`),
  );
  page.on(
    "request",
    (request) =>
      /^(?:http:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url()) || faults.push(`asks ${request.url()}`),
  );
  await page.goto(server.address.replace(/\/$/, "") + base + path, { waitUntil: "networkidle" });
  return { page, faults };
}

/** Rules that VitePress's own bar and sidebar break: the key in the search button, and the arrow of a group. */
const OF_VITEPRESS = ["label-content-name-mismatch", "nested-interactive"];

/** How much wider than the window the page is, in pixels. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Rules of accessibility that the page breaks, with the elements. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(
    () => (globalThis as unknown as AxePage).axe.run(document, { resultTypes: ["violations"] }), // axe.min.js defines it
  );
  return found.violations
    .filter(({ id }) => !OF_VITEPRESS.includes(id))
    .flatMap(({ id, nodes }) =>
      nodes
        .slice(0, 3)
        .map(
          ({ html, failureSummary = "" }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 240)}`,
        ),
    );
}

describe.skipIf(executablePath === undefined)("the site in Chromium", () => {
  beforeAll(async () => {
    const place = join(folder, base);
    mkdirSync(dirname(place.replace(/\/$/, "")), { recursive: true });
    if (base !== "/") symlinkSync(site, place.replace(/\/$/, ""));
    [browser, server] = await Promise.all([
      launchChromium(),
      serveFolder(base === "/" ? site : folder, false),
    ]);
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const views = PAGES.flatMap((path, i) =>
    [...VIEWS, ...(i < 3 ? OTHER_VIEWS : [])].map((view) => ({ path, ...view })),
  );

  it.each(views)(
    "/$path at $width pixels, $colorScheme: no error, readable, not wider than the window",
    async ({ path, ...view }) => {
      const { page, faults } = await open(path, view);
      try {
        expect(await violations(page)).toEqual([]);
        expect(await overflow(page)).toBe(0);
        expect(faults).toEqual([]);
      } finally {
        await page.close();
      }
    },
  );

  it("finds a page by its words, and opens it", async () => {
    const { page, faults } = await open("", VIEWS[0]);
    await page.locator("#local-search button").first().click();
    await page.locator("#localsearch-input").fill("calibration");
    await page.locator("#localsearch-list li a").first().waitFor();
    expect(await violations(page)).toEqual([]);
    const found = await page.locator("#localsearch-list li a").allTextContents();
    expect(found.join(" ")).toMatch(/calibration/i);
    await page.locator("#localsearch-list li a").first().click();
    await page.waitForFunction(() => location.pathname.endsWith(".html"));
    expect(await page.locator("h1").first().textContent()).not.toMatch(/^Machine learning/);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("changes between light and dark, and remembers it", async () => {
    const { page } = await open("glossary.html", VIEWS[0]);
    const isDark = (): Promise<boolean> =>
      page.evaluate(() => document.documentElement.classList.contains("dark"));
    expect(await isDark()).toBe(false);
    await page.locator(".VPNavBarAppearance .VPSwitchAppearance").click();
    expect(await isDark()).toBe(true);
    await page.reload();
    expect(await isDark()).toBe(true);
    await page.close();
  });

  it("has its contents in a menu on a phone", async () => {
    const { page } = await open("guides/data.html", VIEWS[1]);
    await page.locator(".VPLocalNav .menu").click();
    await page.locator(".VPSidebar.open a", { hasText: "Training" }).first().click();
    await page.waitForURL("**/training.html");
    expect(await page.locator("h1").first().textContent()).toMatch(/^Training/);
    await page.close();
  });

  it("copies code", async () => {
    const { page } = await open("guides/training.html", VIEWS[0]);
    const button = page.locator("main button.copy").first();
    await button.click();
    await expect.poll(() => button.getAttribute("class")).toContain("copied");
    await page.close();
  });

  it.skipIf(!existsSync(join(site, "app", "index.html")))(
    "has the example for browsers in a page",
    async () => {
      const { page, faults } = await open("app.html", VIEWS[0]);
      await page.locator(".app iframe").scrollIntoViewIfNeeded();
      await page.frameLocator(".app iframe").locator("h1").first().waitFor();
      expect(faults).toEqual([]);
      await page.close();
    },
  );
});
