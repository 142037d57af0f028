import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launchChromium } from "../../../../.config/browser/chromium.ts";
import { syntheticRun } from "../../fixtures/syntheticRun.ts";
import { writeReport } from "../folder/writeReport.ts";
import type { Run } from "../run/run.ts";

/** The folder of screenshots, for people to look at. */
const SCREENSHOTS = join(import.meta.dirname, "../../../../.cache/screenshots");

const RUNS: Readonly<Record<string, () => Run | readonly Run[]>> = {
  one: () => syntheticRun(),
  compared: () => [
    syntheticRun({ pictures: 2 }),
    syntheticRun({ name: "B4, 380 px", skill: 2.3, pictures: 2, settings: { model: "B4", size: 380 } }),
  ],
  classes: () => syntheticRun({ classes: 7, skill: 2.5, pictures: 2 }),
  bare: () => ({ name: "nothing but a name" }),
};

/** What the test asks of the page: how many marks each figure has, and what does not fit. */
const INSPECT = `(() => {
  const places = [...document.querySelectorAll(".plot")];
  const shapes = "path, rect, circle, line";
  return {
    expected: JSON.parse(document.getElementById("report-data").textContent).figures.length,
    marks: places.map((place) => [...place.querySelectorAll("g[aria-label]")]
      .filter((group) => !/axis|grid|tip/.test(group.getAttribute("aria-label")))
      .reduce((sum, group) => sum + group.querySelectorAll(shapes).length, 0)),
    named: places.every((place) => place.getAttribute("role") === "img" && place.getAttribute("aria-label").length > 20),
    reserved: places.every((place) => Math.abs(place.clientHeight - parseFloat(place.style.height)) < 1),
    tables: document.querySelectorAll("figure details table").length,
    pictures: [...document.images].every((image) => image.complete && image.naturalWidth > 0),
    overflow: document.documentElement.scrollWidth - innerWidth,
  };
})()`;

describe.skipIf(executablePath === undefined)("a report in Chromium, without a network", () => {
  let browser: Browser | undefined;
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "report-"));
    mkdirSync(SCREENSHOTS, { recursive: true });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ["one", 1280, "light"],
    ["one", 390, "light"],
    ["compared", 1280, "dark"],
    ["classes", 390, "dark"],
    ["bare", 390, "light"],
  ] as const)("%s, %i pixels wide, %s", async (name, width, colorScheme) => {
    const path = join(folder, `${name}.html`);
    await writeReport(path, RUNS[name](), { samples: 100 });
    const page = await browser!.newPage({ viewport: { width, height: 900 }, colorScheme, offline: true });
    const said: string[] = [];
    const requested: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => requested.push(request.url()));
    await page.goto(pathToFileURL(path).href);
    const found = await page.evaluate<{ readonly marks: readonly number[]; readonly expected: number }>(
      INSPECT,
    );
    await page.screenshot({
      path: join(SCREENSHOTS, `${name}-${String(width)}-${colorScheme}.png`),
      fullPage: true,
    });
    await page.close();

    expect(said).toEqual([]);
    expect(requested.filter((url) => !/^(data|file):/.test(url))).toEqual([]);
    expect(found).toMatchObject({
      named: true,
      reserved: true,
      pictures: true,
      overflow: 0,
      tables: found.expected,
    });
    expect(found.marks).toHaveLength(found.expected);
    expect(found.marks.filter((marks) => marks < 2)).toEqual([]);
  });
});
