import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { useBackend } from "@tensorloom/backend";
import { loadClassifier } from "@tensorloom/classifier/node";
import { probeJpeg } from "@tensorloom/image";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command } from "./testCommand.ts";

/** Three classes of drawn pictures, and one run on them, which all tests read. */
const home = mkdtempSync(join(tmpdir(), "tensorloom-workflow-"));
const [data, run] = [join(home, "data"), join(home, "run")];
const groups = ["--group-pattern", String.raw`patient-(\d+)`];
afterAll(() => rmSync(home, { recursive: true }));

/** The files of the pictures by their names. */
function pictures(): ReadonlyMap<string, string> {
  const names = readdirSync(data, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".jpg"),
  );
  return new Map(names.map((name) => [basename(name, ".jpg"), join(data, name)]));
}

/** Rows of a CSV without quotes. */
function parse(text: string): readonly (readonly string[])[] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
}

let printed = "";
beforeAll(async () => {
  await command(["sample", "--as", "folder", "--out", data]);
  mkdirSync(join(data, "nevus"));
  const benign = readdirSync(join(data, "benign"));
  for (const patient of benign.slice(0, 10))
    renameSync(join(data, "benign", patient), join(data, "nevus", patient));
  const small = ["--size", "32", "--weights", "none", "--epochs", "2", "--views", "2", "--backend", "wasm"];
  const { code, out, err } = await command(["train", "--data", data, ...groups, ...small, "--out", run]);
  expect([code, err]).toEqual([0, ""]);
  printed = out;
});

describe("a run on a folder of three classes", () => {
  it("prints its plan, its metrics and the path of the report", () => {
    expect(printed).toMatch(/^train +\d+ images: benign \d+ .*, malignant \d+ .*, nevus \d+/m);
    expect(printed).toMatch(/^groups +\d+ by \/patient/m);
    expect(printed).toMatch(/^validation recall of nevus +\d\.\d{4}/m);
    expect(printed.trimEnd().split("\n").at(-1)).toMatch(/^report +.*run\/report\.html$/);
    expect(readFileSync(join(run, "report.html"), "utf8")).toContain("Content-Security-Policy");
    expect(readdirSync(join(run, "pictures")).some((name) => name.includes("-heat"))).toBe(true);
  });

  it("predict and a classifier score a picture as the run did", async () => {
    const [header, first] = parse(readFileSync(join(run, "predictions.csv"), "utf8"));
    const path = pictures().get(first[0]) ?? "";
    const { out } = await command(["predict", run, path]);
    const [columns, row] = parse(out);
    expect([header.slice(2, 5), columns]).toEqual([
      ["score_benign", "score_malignant", "score_nevus"],
      ["id", "benign", "malignant", "nevus", "predicted"],
    ]);
    await useBackend("wasm");
    const classifier = await loadClassifier(join(run, "classifier"));
    const found = await classifier.classify(path);
    await classifier.dispose();
    ["benign", "malignant", "nevus"].forEach((label, at) => {
      expect(Number(row[1 + at])).toBeCloseTo(Number(first[2 + at]), 5);
      expect(found.find((one) => one.label === label)?.score).toBeCloseTo(Number(row[1 + at]), 5);
    });
    expect(row[4]).toBe(found[0].label);
  });

  it("evaluate measures other pictures, and writes their scores", async () => {
    const csv = join(home, "scores.csv");
    const { code, out } = await command(["evaluate", run, "--data", data, ...groups, "--out", csv]);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^pictures +32: benign 14, malignant 8, nevus 10\n/),
    ]);
    expect(out).toMatch(/^ROC AUC +0\.\d{4} \(95 % interval/m);
    expect(parse(readFileSync(csv, "utf8"))[0]).toEqual([
      ...["id", "benign", "malignant", "nevus", "predicted", "label"],
    ]);
    expect(parse(readFileSync(csv, "utf8"))).toHaveLength(33);
  });

  it("report compares runs, and explain draws heat maps", async () => {
    const page = join(home, "comparison.html");
    expect(await command(["report", run, run, "--out", page])).toEqual({
      code: 0,
      out: `${page}\n`,
      err: "",
    });
    const [[id, path]] = pictures();
    const out = join(home, "seen");
    const { code } = await command(["explain", run, path, "--class", "nevus", "--out", out]);
    expect([code, readdirSync(out)]).toEqual([0, [`${id}-nevus.jpg`]]);
    expect(probeJpeg(readFileSync(join(out, `${id}-nevus.jpg`)))).toMatchObject({ height: 448, width: 448 });
    await command(["explain", run, path, path, "--class", "nevus", "--out", out]);
    expect(readdirSync(out)).toEqual([`${id}-nevus-2.jpg`, `${id}-nevus.jpg`]);
  });

  it.each<[string, readonly string[]]>([
    [
      "expected the folder of a run, with nowhere/classifier/model.json, got nowhere",
      ["evaluate", "nowhere", "--data", "x"],
    ],
    ["expected either files of pictures after RUN, or --data PATH", ["predict", run]],
    ["expected RUN PICTURES…, got nothing", ["explain"]],
    ["--data PATH is required", ["evaluate", run]],
    ["--out: expected a new or empty folder, but", ["sample", "--out", data]],
    ["expected a picture, got a.jpg, which does not exist", ["predict", run, "a.jpg"]],
    ["expected a picture, got a.jpg, which does not exist", ["explain", run, "a.jpg", "--out", "seen"]],
    ["expected a picture, got /tmp, which is a folder; use --data", ["predict", run, "/tmp"]],
    ["expected a picture, got /tmp, which is a folder; name the", ["explain", run, "/tmp", "--out", "x"]],
    [`--out: expected the name of a file, got the folder ${run}`, ["report", run, "--out", run]],
    [`--out: expected the name of a file, got the folder ${run}`, ["predict", run, "a.jpg", "--out", run]],
    [
      "--out /no/x.csv cannot be written: there is no folder /no",
      ["evaluate", run, "--data", data, "--out", "/no/x.csv"],
    ],
    [
      `--label-column is for a table: expected --data with a .csv or .tsv file, got ${data}`,
      ["train", "--data", data, "--label-column", "diagnosis", "--out", "none"],
    ],
    [
      "--image-pattern is for a table: expected --data with a .csv or .tsv file, got none",
      ["predict", run, "a.jpg", "--image-pattern", "{}.jpg"],
    ],
  ])("refuses: %s", async (sentence, argv) => {
    const { code, err } = await command(argv);
    expect([code, err]).toEqual([1, expect.stringContaining(`melanoma: ${sentence}`)]);
  });

  it("every command names all damaged pictures before it computes anything", async () => {
    const folder = join(home, "damaged");
    const cut = [...pictures()].slice(0, 4).map(([id, path], at) => {
      const label = at < 2 ? "benign" : "malignant";
      mkdirSync(join(folder, label), { recursive: true });
      const whole = readFileSync(path);
      writeFileSync(join(folder, label, `${id}.jpg`), at % 2 === 0 ? whole.subarray(0, -200) : whole);
      return join(folder, label, `${id}.jpg`);
    });
    const [first, second, third, fourth] = cut;
    for (const argv of [
      ["train", "--data", folder, "--validation", "0.5", "--weights", "none", "--out", join(home, "none")],
      ["folds", "--data", folder, "--weights", "none", "--folds", "2", "--out", join(home, "none")],
      ["evaluate", run, "--data", folder],
      ["predict", run, "--data", folder],
      ["predict", run, first, second, third, fourth],
      ["explain", run, first, second, third, fourth, "--out", join(home, "none")],
    ]) {
      const { code, err } = await command(argv);
      expect([code, err]).toEqual([
        1,
        expect.stringMatching(
          /^melanoma: 2 of 4 pictures cannot be decoded; remove them, or replace them:\n/,
        ),
      ]);
      for (const path of [first, third]) expect(err).toContain(`\n  ${path}: jpeg: the data ends before`);
    }
    expect(readdirSync(home)).not.toContain("none");
  });

  it("names a run of another version", async () => {
    const text = readFileSync(join(run, "run.json"), "utf8");
    writeFileSync(join(run, "run.json"), text.replace(/"version": \d+/, '"version": 99'));
    expect((await command(["report", run])).err).toMatch(/run\.json: format must be .* of version 99/);
  });
});
