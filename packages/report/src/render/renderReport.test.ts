import { describe, expect, it } from "vitest";
import { syntheticRun } from "../../fixtures/syntheticRun.ts";
import type { Run } from "../run/run.ts";
import { renderReport } from "./renderReport.ts";

const OPTIONS = { scripts: ["var Plot = {};"], samples: 100 };

/** What the page says to programs. */
interface PageData {
  readonly runs: readonly {
    readonly name: string;
    readonly metrics: readonly { readonly key: string; readonly value: number }[];
  }[];
  readonly figures: readonly {
    readonly id: string;
    readonly data: readonly { readonly rows: readonly unknown[] }[];
  }[];
}

function dataOf(page: string): PageData {
  const [, json = ""] = /<script type="application\/json" id="report-data">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(json) as PageData; // which the page embeds
}

const figureIds = (page: string): readonly string[] => dataOf(page).figures.map(({ id }) => id);

describe("renderReport", () => {
  it("embeds the metrics, and shows the main one", async () => {
    const predictions = { ids: ["a", "b", "c", "d"], labels: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] };
    const page = await renderReport({ name: "four", predictions }, OPTIONS);
    expect(dataOf(page).runs[0].metrics[0]).toMatchObject({ key: "rocAuc", value: 0.75 });
    expect(page).toContain("<strong>0.750</strong>");
    expect(page).toContain("the first scores higher in 75.0% of cases");
  });

  it("has a figure of all that a run has", async () => {
    expect(figureIds(await renderReport(syntheticRun({ rows: 120 }), OPTIONS))).toEqual(
      "curve-loss curve-auc curve-learningRate roc precision-recall calibration confusion-0 confusion-half-0 scores-0 group-0 group-1 data-class-0 data-group-0-0".split(
        " ",
      ),
    );
  });

  it("leaves out sections without data, and names them", async () => {
    const page = await renderReport({ name: "bare" }, OPTIONS);
    expect(figureIds(page)).toEqual([]);
    for (const part of ["Epochs", "Predictions", "Data counts", "Settings"])
      expect(page).toContain(`<li><strong>${part}</strong>`);
    expect(page).toContain("script-src 'none'");
  });

  it("compares runs: one figure, their metrics side by side, and the settings that differ", async () => {
    const runs = [
      syntheticRun({ rows: 120, pictures: 0 }),
      syntheticRun({ rows: 120, skill: 4, pictures: 0, settings: { size: 380 } }),
    ];
    const page = await renderReport(runs, OPTIONS);
    expect(dataOf(page).runs.map(({ name }) => name)).toEqual(["B0, 256 px #1", "B0, 256 px #2"]);
    expect(figureIds(page).filter((id) => id === "roc")).toHaveLength(1);
    expect(page).toContain('<tr class="differs"><th scope="row">size</th><td>256</td><td>380</td></tr>');
    expect(page).toContain("1 of 8 differ");
    expect(page).toContain("Chance hardly explains its lead");
  });

  it("names the data of each run, or once if all have the same", async () => {
    const titlesOf = async (...rows: readonly number[]): Promise<readonly string[]> => {
      const runs = rows.map((count, at) => ({
        name: `run ${String(at)}`,
        data: [{ split: "training", rows: count }],
      }));
      const page = await renderReport(runs, OPTIONS);
      return [...page.matchAll(/id="title-data-\d">([^<]*)/g)].map(([, title]) => title);
    };
    expect(await titlesOf(10, 10)).toEqual(["Data"]);
    expect(await titlesOf(10, 20)).toEqual(["Data of run 0", "Data of run 1"]);
  });

  it("has one-vs-rest curves and one matrix of several classes", async () => {
    const page = await renderReport(syntheticRun({ classes: 12, rows: 240, pictures: 0 }), OPTIONS);
    expect(figureIds(page)).toContain("confusion-0");
    expect(page).toContain("Each class is compared with all others.");
  });

  it("thins 100,000 predictions to a page of less than 2 MB with its programs", async () => {
    const run = syntheticRun({ rows: 100_000, pictures: 0 });
    const page = await renderReport(run, { ...OPTIONS, samples: 0 });
    expect(page.length).toBeLessThan(1_400_000); // the programs have 500,000
    const roc = dataOf(page).figures.find(({ id }) => id === "roc");
    const longest = Math.max(...(roc?.data.map(({ rows }) => rows.length) ?? []));
    expect([longest > 300, longest <= 500]).toEqual([true, true]);
  });

  it("escapes every text", async () => {
    const evil = '</script><img src=x onerror="alert(1)">';
    const run: Run = {
      name: evil,
      description: evil,
      classes: [evil, "b"],
      settings: { [evil]: evil },
      versions: { [evil]: evil },
      seconds: { [evil]: 1 },
      data: [{ split: evil, class: evil, groups: { [evil]: evil }, rows: 1 }],
      epochs: [{ epoch: 0, [evil]: 1 }],
      predictions: { ids: [evil, "b"], labels: [0, 1], scores: [0.1, 0.9], groups: { [evil]: [evil, "b"] } },
    };
    const page = await renderReport(run, { ...OPTIONS, title: evil });
    expect(page).not.toContain("<img");
    expect(page.match(/<\/script>/g)).toHaveLength(3); // the data, one program and the page's
  });

  it("refuses no runs, damaged runs and other options", async () => {
    await expect(renderReport([], OPTIONS)).rejects.toThrow(
      "renderReport: runs must have at least one run, got none",
    );
    await expect(renderReport([{ name: "a" }, { name: "" }], OPTIONS)).rejects.toThrow(
      "renderReport: runs[1]: name must be a text",
    );
    await expect(renderReport({ name: "a" }, { ...OPTIONS, sensitivity: 2 })).rejects.toThrow(
      "renderReport: sensitivity must be",
    );
    await expect(renderReport({ name: "a" }, { scripts: "d3" as never })).rejects.toThrow(
      "renderReport: scripts must be",
    );
  });
});
