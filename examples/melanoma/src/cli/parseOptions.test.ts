import { describe, expect, it } from "vitest";
import { testOptions } from "./testOptions.ts";

describe("parseOptions", () => {
  it("returns the options of the sample without flags", () => {
    expect(testOptions()).toEqual({
      data: undefined,
      validation: 0.2,
      views: 2,
      weights: { from: "none" },
      model: "B0",
      size: 64,
      preprocessing: "unit",
      train: "head",
      epochs: 20,
      keep: "last",
      optimizer: "adam",
      schedule: "notebook",
      classWeights: "none",
      tta: 1,
      checkpoint: 60,
      resume: false,
      batch: 32,
      seed: 42,
      backend: "auto",
      engine: "auto",
      out: "out/melanoma",
      flags: new Map(),
    });
  });

  it("returns the competition's options with --data", () => {
    expect(testOptions("--data", "d")).toMatchObject({
      data: "d",
      weights: { from: "published", source: "imagenet" },
      size: 224,
      epochs: 35,
    });
    expect(testOptions("--data=d", "--train", "all")).toMatchObject({
      epochs: 12,
      batch: 8,
      keep: "best",
    });
  });

  it.each([
    ["none", { from: "none" }],
    ["noisy-student", { from: "published", source: "noisy-student" }],
    ["imagenet-autoaugment", { from: "published", source: "imagenet-autoaugment" }],
    ["../b0.h5", { from: "path", path: "../b0.h5" }],
  ])("accepts --weights %s", (text, weights) => {
    expect(testOptions("--weights", text)).toMatchObject({ weights });
  });

  it("accepts names in upper and lower case", () => {
    expect(testOptions("--seed", "2", "--model", "b3")).toMatchObject({ seed: 2, model: "B3" });
  });

  it("parses rates and decays as numbers", () => {
    expect(testOptions("--rate", "3e-4", "--decay", ".05", "--ema=0.99")).toMatchObject({
      rate: 3e-4,
      decay: 0.05,
      ema: 0.99,
    });
  });

  it.each([
    [["--size", "big"], '--size must be a whole number from 32 to 4096, got "big"'],
    [["--size", "16"], '--size must be a whole number from 32 to 4096, got "16"'],
    [["--size", "1e3"], '--size must be a whole number from 32 to 4096, got "1e3"'],
    [["--size", "224.5"], '--size must be a whole number from 32 to 4096, got "224.5"'],
    [["--epochs", "0"], '--epochs must be a whole number from 1 to 100000, got "0"'],
    [["--batch=-1"], '--batch must be a whole number from 1 to 65536, got "-1"'],
    [["--model", "B8"], '--model must be one of B0, B1, B2, B3, B4, B5, B6, B7, got "B8"'],
    [["--engine", "torch"], '--engine must be one of auto, tfjs, onnxruntime, got "torch"'],
    [
      ["--optimizer", "adagrad"],
      '--optimizer must be one of adam, adamw, nadam, lamb, lion, rmsprop, sgd, got "adagrad"',
    ],
    [["--decay", "-1"], '--decay must be a number from 0 to 1, got "-1"'],
    [["--ema", "1.5"], '--ema must be a number from 0 to 1, got "1.5"'],
    [["--rate", "fast"], '--rate must be a number from 1e-9 to 10, got "fast"'],
    [["--tta", "9"], '--tta must be a whole number from 1 to 8, got "9"'],
    [
      ["--resume", "--checkpoint", "0"],
      "--resume continues from checkpoints, so --checkpoint must be at least 1",
    ],
    [["--train", "tail"], '--train must be one of head, all, got "tail"'],
    [["--sise", "64"], "unknown flag --sise: did you mean --size?"],
    [["--weight", "none"], "unknown flag --weight: did you mean --weights?"],
    [["--learning-rate", "1"], "unknown flag --learning-rate; --help lists the flags"],
    [["--toString", "1"], "unknown flag --toString; --help lists the flags"],
    [["-x"], "unknown flag -x; --help lists the flags"],
    [["--data"], "--data needs a value: PATH"],
    [["--data", "--size", "64"], "--data needs a value: PATH"],
    [["--data", ""], "--data needs a value: PATH"],
    [["--help=yes"], '--help takes no value, got "yes"'],
    [["--seed", "1", "--seed", "2"], "--seed may be used only once"],
    [["--seed=1", "--seed=1"], "--seed may be used only once"],
    [["--recompute", "--recompute"], "--recompute may be used only once"],
    [["--group-pattern", "a("], "--group-pattern must be a regular expression with a part in parentheses"],
    [["--group-pattern", "abc"], "such as '^(\\d+)_', got \"abc\""],
    [
      ["--group-pattern", "(a)", "--group-by", "site"],
      "--group-pattern and --group-by both say what belongs together: leave one out",
    ],
    [["data"], 'expected a flag such as --data, got "data"'],
  ])("refuses %j", (argv, sentence) => {
    expect(() => testOptions(...argv)).toThrow(sentence);
  });
});
