import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { testOptions } from "../cli/testOptions.ts";
import { recordedIO } from "../cli/recordedIO.ts";
import { writeClassFolder } from "../sample/writeClassFolder.ts";
import { writeSample } from "../sample/writeSample.ts";
import { openData } from "./openData.ts";
import { openUnlabelled } from "./openUnlabelled.ts";
import type { TrainingData } from "./trainingData.ts";

const folder = mkdtempSync(join(tmpdir(), "tensorloom-data-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content = name): string {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function open(path: string, ...flags: readonly string[]): Promise<TrainingData> {
  return openData(path, testOptions(...flags), recordedIO());
}

/** Names, classes, groups and bytes. */
async function contentOf(data: TrainingData): Promise<readonly unknown[]> {
  const bytes = (await data.pictures.toArray()).map(({ ids, targets, bytes: file }) => [
    ids,
    targets,
    [...file],
  ]);
  await data.close();
  return [data.labels, data.rows.map(({ id, target, group }) => [id, target, group]), bytes];
}

it("a folder of classes and record files are the same data", async () => {
  const size = { trainFiles: 2, testFiles: 1, images: 4, malignant: 1, pixels: 16 };
  await writeSample(join(folder, "records"), { seed: 1, size });
  await writeClassFolder(join(folder, "classes"), { seed: 1, size });
  const records = await open(join(folder, "records"));
  const classes = await open(join(folder, "classes"), "--group-pattern", String.raw`patient-(\d+)`);
  expect([records.groupedBy, classes.groupedBy]).toEqual(["patient_id", String.raw`/patient-(\d+)/`]);
  expect(await contentOf(classes)).toEqual(await contentOf(records));
  const test = await openUnlabelled(join(folder, "records"), testOptions(), recordedIO());
  expect(test.rows.map(({ target }) => target)).toEqual(Array.from({ length: 4 }, () => undefined));
  await test.close();
  const all = await openUnlabelled(join(folder, "classes"), testOptions(), recordedIO());
  expect(all.rows).toHaveLength(8);
  for (const name of readdirSync(join(folder, "records"), { encoding: "utf8" }))
    if (name.startsWith("train")) rmSync(join(folder, "records", name));
  await expect(open(join(folder, "records"))).rejects.toThrow(
    "records holds no train*.tfrec file, whose pictures have classes",
  );
  const other = dirname(write("other/foo.tfrec"));
  await expect(openUnlabelled(other, testOptions(), recordedIO())).rejects.toThrow(
    "other holds no test*.tfrec or train*.tfrec file",
  );
});

describe("a table", () => {
  it("names pictures, classes, groups and metadata", async () => {
    write("jpeg/b.jpg");
    write("jpeg/c.jpg");
    write("jpeg/a.jpg");
    const path = write("skin.csv", "image_name,patient_id,sex,target\nb,p1,,1\na,p2,male,0\n");
    const data = await open(path, "--image-pattern", "jpeg/{}.jpg");
    expect(data.rows).toEqual([
      { id: "a", target: 0, group: "p2", metadata: { patient_id: "p2", sex: "male" } },
      { id: "b", target: 1, group: "p1", metadata: { patient_id: "p1" } },
    ]);
    const [first] = await data.pictures.toArray();
    expect([data.labels, data.groupedBy, new TextDecoder().decode(first.bytes)]).toEqual([
      ["0", "1"],
      "patient_id",
      "jpeg/a.jpg",
    ]);
  });

  it.each([
    ["which has image_name, patient_id, sex, target", ["--image-column", "picture"]],
    ["skin.csv names 2 of 2 files that do not exist:", []],
    ["--group-by: expected a column of", ["--image-pattern", "jpeg/{}.jpg", "--group-by", "sex"]],
  ])("refuses: %s", async (sentence, flags) => {
    await expect(open(join(folder, "skin.csv"), ...flags)).rejects.toThrow(sentence);
  });

  it("may have tabs, and no classes if its pictures are to predict", async () => {
    const path = write("jpeg/new.TSV", "image\tsex\nb.jpg\tmale\na.jpg\t\n");
    const { rows } = await openUnlabelled(path, testOptions(), recordedIO());
    expect(rows.map(({ id, target }) => [id, target])).toEqual([
      ["a", undefined],
      ["b", undefined],
    ]);
    await expect(open(path)).rejects.toThrow("--label-column: expected one of label,");
  });

  it.each([
    ["the column label is empty for 1 of 2 pictures: b.jpg; expected a class", "a.jpg,x\nb.jpg,\n"],
    ["the column label is empty or NaN for 2 of 2 pictures: a.jpg, b.jpg;", "a.jpg,NaN\nb.jpg,\n"],
    ['the column label has both "x" and "X "; expected one spelling', "a.jpg,x\nb.jpg,X \n"],
    [
      "the column label has 3 different values in 3 rows: 0, 0.37, 0.74;",
      "a.jpg,0\nb.jpg,0.37\nc.jpg,0.74\n",
    ],
    ["row 2: the column image is empty", "a.jpg,x\n,y\n"],
    ["rows 1 and 3 name the same picture, ", "a.jpg,x\nb.jpg,y\na.jpg,y\n"],
    ["names 1 of 2 files that do not exist", "a.jpg,x\n.,y\n"],
  ])("refuses rows: %s", async (sentence, rows) => {
    await expect(open(write("jpeg/wrong.csv", `image,label\n${rows}`))).rejects.toThrow(sentence);
  });

  it("hints at another delimiter", async () => {
    await expect(open(write("jpeg/semicolons.csv", "image;label\na.jpg;x\n"))).rejects.toThrow(
      "which has image;label; expected commas between the columns",
    );
  });
});

it("pictures to predict are those that a folder to train on would have", async () => {
  for (const name of ["mixed/x/1.webp", "mixed/x/2.PNG", "mixed/y/more/3.jpg"]) write(name);
  for (const name of ["mixed/x/._1.jpg", "mixed/.git/4.jpg", "mixed/y/notes.txt"]) write(name);
  const names = ({ rows }: Pick<TrainingData, "rows">): readonly string[] => rows.map(({ id }) => id);
  const all = await openUnlabelled(join(folder, "mixed"), testOptions(), recordedIO());
  expect(names(all)).toEqual(["1", "2", "3"]);
  expect(names(await open(join(folder, "mixed")))).toEqual(names(all));
});

it("refuses a class that the model does not know", async () => {
  const data = openData(join(folder, "mixed"), testOptions(), recordedIO(), ["x", "z"]);
  await expect(data).rejects.toThrow("mixed has the class y, which the model does not know; expected x, z");
});

it("names files by their folders if their names are not unique", async () => {
  for (const name of ["twins/x/1.jpg", "twins/x/2.jpg", "twins/y/1.jpg"]) write(name);
  const { rows } = await open(join(folder, "twins"));
  expect(rows.map(({ id }) => id)).toEqual(["x/1.jpg", "x/2.jpg", "y/1.jpg"]);
  await expect(open(join(folder, "twins"), "--group-pattern", "patient(.)")).rejects.toThrow(
    /expected every file of .*twins to match \/patient\(\.\)\/, but x\/1.jpg does not/,
  );
  await expect(open(join(folder, "twins"), "--group-by", "site")).rejects.toThrow(
    "--group-pattern can use file names",
  );
});

it.each([
  ["flat/1.jpg is in no class", "flat/1.jpg", "flat"],
  ["expected a folder, or a .csv or .tsv file, got the file", "notes.txt", "notes.txt"],
])("refuses: %s", async (sentence, file, path) => {
  write(file);
  await expect(open(join(folder, path))).rejects.toThrow(sentence);
});
