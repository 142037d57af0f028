import "@tensorflow/tfjs-backend-cpu";
import { env, setBackend } from "@tensorflow/tfjs-core";
import { input, layers, model as graph, sequential, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { kerasTopology } from "./kerasTopology.ts";
import { kerasWeights } from "./kerasWeights.ts";

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

const dense = (name: string) => layers.dense({ name, units: 2, inputShape: [2] });
const norm = (name: string) => layers.batchNormalization({ name, inputShape: [2] });
const apply = (layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]) => layer.apply(x) as SymbolicTensor;

describe("kerasTopology", () => {
  it("writes one input or output alone, several as a list", () => {
    const [a, b] = ["a", "b"].map((name) => input({ shape: [2], name }));
    const y = apply(dense("y"), a);
    const one = kerasTopology(graph({ inputs: a, outputs: y })).config;
    expect([one["input_layers"], one["output_layers"]]).toEqual([
      ["a", 0, 0],
      ["y", 0, 0],
    ]);
    const sum = apply(layers.add({ name: "sum" }), [y, b]);
    const two = kerasTopology(graph({ inputs: [a, b], outputs: [y, sum] })).config;
    expect(two["input_layers"]).toEqual([
      ["a", 0, 0],
      ["b", 0, 0],
    ]);
    expect(two["output_layers"]).toEqual([
      ["y", 0, 0],
      ["sum", 0, 0],
    ]);
  });

  it("counts the calls of inner models from 0, and those of a graph at the end from 1", () => {
    const inner = input({ shape: [2], name: "inner_input" });
    const inside = graph({ name: "graph", inputs: inner, outputs: apply(dense("d"), inner) });
    const row = sequential({ name: "row", layers: [dense("e")] });
    const start = input({ shape: [2], name: "start" });
    const y = apply(inside, apply(row, apply(row, start)));
    const { config } = kerasTopology(graph({ inputs: start, outputs: y }));
    const calls: unknown = Object.fromEntries(
      (config.layers ?? []).map((layer) => [
        layer.config.name ?? "",
        layer.inbound_nodes?.map(([[from, node]]) => [from, node]),
      ]),
    );
    expect(calls).toEqual({
      start: [],
      row: [
        ["start", 0],
        ["row", 0],
      ],
      graph: [["row", 1]],
    });
    expect(config["output_layers"]).toEqual(["graph", 1, 0]);
    const ended = kerasTopology(graph({ inputs: start, outputs: apply(row, start) })).config;
    expect(ended["output_layers"]).toEqual(["row", 0, 0]); // the calls of other graphs do not count;
  });

  it("begins a sequential model with its input, and writes no shape elsewhere", () => {
    const { config } = kerasTopology(sequential({ layers: [dense("first"), dense("second")] }));
    const kinds = (config.layers ?? []).map(({ class_name, config: { name } }) => [class_name, name]);
    expect(kinds).toEqual([
      ["InputLayer", "first_input"],
      ["Dense", "first"],
      ["Dense", "second"],
    ]);
    expect(config.layers?.[0].config["batch_input_shape"]).toEqual([null, 2]);
    expect(config.layers?.[1].config["batch_input_shape"]).toBeUndefined();
  });

  it("writes trainable: false for layers that an enclosing model freezes", () => {
    const inner = sequential({ name: "inner", layers: [dense("a"), norm("b")] });
    inner.trainable = false;
    const { config } = kerasTopology(sequential({ layers: [inner, dense("head")] }));
    const [frozen, head] = config.layers ?? [];
    expect(frozen.config.trainable).toBe(false);
    const flags = (frozen.config.layers ?? []).slice(1).map((layer) => layer.config.trainable);
    expect([...flags, head.config.trainable]).toEqual([false, false, true]);
  });
});

describe("kerasWeights", () => {
  const names = (model: Parameters<typeof kerasWeights>[0]) =>
    [...kerasWeights(model)].map(([layer, weights]) => [layer, [...weights.keys()]]);

  it("lists trainable weights before others in each outermost layer", () => {
    const frozen = dense("a");
    frozen.trainable = false;
    const inner = sequential({ name: "inner", layers: [frozen, norm("b"), dense("c")] });
    expect(names(sequential({ layers: [inner, norm("d")] }))).toEqual([
      [
        "inner",
        [
          "b/gamma",
          "b/beta",
          "c/kernel",
          "c/bias",
          "a/kernel",
          "a/bias",
          "b/moving_mean",
          "b/moving_variance",
        ],
      ],
      ["d", ["d/gamma", "d/beta", "d/moving_mean", "d/moving_variance"]],
    ]);
  });

  it("lists a shared weight once, and puts models in front of a repeated name", () => {
    const twin = () =>
      sequential({ layers: [layers.dense({ name: "same", units: 2, useBias: false, inputShape: [2] })] });
    const [one, other] = [twin(), twin()];
    one.name = "one";
    other.name = "other";
    const start = input({ shape: [2], name: "start" });
    const inside = graph({
      name: "inside",
      inputs: start,
      outputs: apply(other, apply(one, apply(one, start))),
    });
    expect(names(sequential({ layers: [inside] }))).toEqual([
      ["inside", ["inside/one/same/kernel", "inside/other/same/kernel"]],
    ]);
  });
});
