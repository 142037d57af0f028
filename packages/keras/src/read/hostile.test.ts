import "@tensorflow/tfjs-backend-cpu";
import { env, setBackend } from "@tensorflow/tfjs-core";
import { random } from "@tensorloom/core";
import { strToU8, unzipSync, zipSync, type Zippable } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { fixture } from "../../fixtures/goldenModels.ts";
import { KerasModelError } from "../errors/kerasModelError.ts";
import { decodeKerasModel } from "./decodeKerasModel.ts";

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

/** Why a file is refused; undefined if it is read. */
async function problemOf(bytes: Uint8Array): Promise<string | undefined> {
  try {
    (await decodeKerasModel(bytes)).dispose();
    return undefined;
  } catch (error) {
    if (error instanceof KerasModelError) return error.message;
    throw error;
  }
}

/** An archive of the same members, one of them replaced. */
function withMember(name: string, content: Uint8Array | undefined): Uint8Array {
  const kept = Object.entries(unzipSync(fixture("sequential.keras"))).filter(([member]) => member !== name);
  const members: Zippable = Object.fromEntries(kept);
  if (content !== undefined) members[name] = content;
  return zipSync(members);
}

describe("a damaged file", () => {
  it.each(["sequential.keras", "nested.h5", "recurrent.h5"])(
    "%s: with wrong bytes is refused or read, in bounded time",
    async (file) => {
      const whole = fixture(file);
      const draw = random(1);
      const problems: (string | undefined)[] = [];
      for (let times = 0; times < 60; times++) {
        const bytes = whole.slice();
        const start = times % 2 === 0 ? bytes.length : 4096; // every second time at the beginning, which has the structure
        for (let count = 1 + draw.integer(8); count > 0; count--)
          bytes[8 + draw.integer(start - 8)] = draw.integer(256);
        problems.push(await problemOf(bytes)); // throws any other error
      }
      expect(problems.filter((problem) => problem?.startsWith("decodeKerasModel: ")).length).toBeGreaterThan(
        30,
      );
    },
  );

  it.each<[string, Uint8Array | undefined, string]>([
    [
      "config.json",
      undefined,
      "is a zip archive without config.json and model.weights.h5, so it is not a Keras model",
    ],
    ["config.json", strToU8("{"), "its config.json is not JSON"],
    ["config.json", strToU8("[]"), "its configuration has an entry that is not a Keras layer"],
    [
      "config.json",
      strToU8('{"class_name":"Dense","config":{"units":1}}'),
      "has a layer as its configuration, not a model",
    ],
    [
      "config.json",
      strToU8('{"class_name":"Functional","config":{"layers":[],"output_layers":1}}'),
      "a graph without inputs or outputs",
    ],
    [
      "config.json",
      strToU8(
        '{"class_name":"Functional","config":{"layers":[],"input_layers":[["x",0,0]],"output_layers":[]}}',
      ),
      "has no layer x, which a graph reads",
    ],
    [
      "config.json",
      strToU8('{"class_name":"Sequential","config":{"layers":[{"class_name":"constructor","config":{}}]}}'),
      "expected a layer that TensorFlow.js has, got constructor",
    ],
    ["model.weights.h5", new Uint8Array(9), "cannot be read as HDF5"],
  ])("whose %s is wrong is refused: %#", async (name, content, problem) => {
    expect(await problemOf(withMember(name, content))).toContain(problem);
  });

  it("is refused if its configuration is nested very deeply", async () => {
    const deep = `${'{"class_name":"Sequential","config":{"layers":['.repeat(20_000)}${"]}}".repeat(20_000)}`;
    expect(await problemOf(withMember("config.json", strToU8(deep)))).toMatch(
      /damaged|not JSON|no model can be built/,
    );
  });

  it("is refused if weights are missing or have other shapes", async () => {
    const other = unzipSync(fixture("byName.keras"))["model.weights.h5"];
    expect(await problemOf(withMember("model.weights.h5", other))).toContain(
      "layers/conv2d: expected 2 weights, got 0",
    );
  });
});

describe("a zip bomb", () => {
  it("is refused before memory is taken: a member that claims more than its bytes can hold", async () => {
    const bytes = fixture("sequential.keras").slice();
    const view = new DataView(bytes.buffer);
    const directory = view.getUint32(bytes.length - 22 + 16, true);
    view.setUint32(directory + 24, 2 ** 31 - 1, true); // the size of the first member
    expect(await problemOf(bytes)).toContain("is a zip archive that is cut off or damaged");
    view.setUint32(directory + 24, 2 ** 32 - 1, true);
    expect(await problemOf(bytes)).toContain("claims 4294967295 bytes; the maximum is 2147483648");
  });
});
