import { describe, expect, it } from "vitest";
import { messagesOf, textsOf, valuesOf } from "../../fixtures/readModel.ts";
import { encodeModel } from "./encodeModel.ts";
import { GraphBuilder } from "./graphBuilder.ts";

/** The numbers of fields are those of onnx.proto. */
const MODEL = { irVersion: 1, producer: 2, description: 6, graph: 7, opset: 8, metadata: 14 };
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
const NODE = { input: 1, output: 2, op: 4, attribute: 5, domain: 7 };
const ATTRIBUTE = { name: 1, float: 2, int: 3, text: 4, floats: 7, ints: 8, type: 20 };
const TENSOR = { shape: 1, type: 2, name: 8, raw: 9 };

function floatsIn(bytes: Uint8Array): readonly number[] {
  return [...new Float32Array(bytes.slice().buffer)];
}

function encoded(build: (builder: GraphBuilder) => void): { model: Uint8Array; graph: Uint8Array } {
  const builder = new GraphBuilder();
  build(builder);
  const model = encodeModel(builder.finish("net", { metadata: { a: "1", ü: "2" }, description: "what" }));
  return { model, graph: messagesOf(model, MODEL.graph)[0] };
}

describe("encodeModel", () => {
  it("writes versions, names and metadata", () => {
    const { model, graph } = encoded((builder) => builder.node("ReorderInput", ["x"], {}, "com.microsoft"));
    expect(valuesOf(model, MODEL.irVersion)).toEqual([9n]);
    expect(textsOf(model, MODEL.producer)).toEqual(["tensorloom"]);
    expect(textsOf(model, MODEL.description)).toEqual(["what"]);
    expect(textsOf(graph, GRAPH.name)).toEqual(["net"]);
    const opsets = messagesOf(model, MODEL.opset);
    expect(opsets.map((each) => [textsOf(each, 1)[0], valuesOf(each, 2)[0]])).toEqual([
      ["", 20n],
      ["com.microsoft", 1n],
    ]);
    const metadata = messagesOf(model, MODEL.metadata);
    expect(metadata.map((each) => [...textsOf(each, 1), ...textsOf(each, 2)])).toEqual([
      ["a", "1"],
      ["ü", "2"],
    ]);
  });

  it("writes nodes in order, with an input that is left out", () => {
    const { graph } = encoded((builder) => {
      const first = builder.node("Relu", ["x"]);
      builder.node("Resize", [first, undefined, "scales", undefined], {}, "own");
    });
    const nodes = messagesOf(graph, GRAPH.node);
    expect(nodes.map((node) => textsOf(node, NODE.op))).toEqual([["Relu"], ["Resize"]]);
    expect(nodes.map((node) => textsOf(node, NODE.input))).toEqual([["x"], ["t0", "", "scales"]]);
    expect(nodes.map((node) => textsOf(node, NODE.output))).toEqual([["t0"], ["t1"]]);
    expect(nodes.map((node) => textsOf(node, NODE.domain))).toEqual([[], ["own"]]);
  });

  it("writes attributes of every type, negative integers too", () => {
    const { graph } = encoded((builder) =>
      builder.node("Any", [], {
        axis: -1,
        axes: [-2, 0, 2 ** 40],
        mode: "linear",
        alpha: { float: 0.25 },
        scales: { floats: [1, -0.5] },
      }),
    );
    const attributes = messagesOf(messagesOf(graph, GRAPH.node)[0], NODE.attribute);
    expect(attributes.flatMap((each) => textsOf(each, ATTRIBUTE.name))).toEqual([
      "axis",
      "axes",
      "mode",
      "alpha",
      "scales",
    ]);
    const [axis, axes, mode, alpha, scales] = attributes;
    expect(attributes.flatMap((each) => valuesOf(each, ATTRIBUTE.type))).toEqual([2n, 7n, 3n, 1n, 6n]);
    expect(valuesOf(axis, ATTRIBUTE.int)).toEqual([-1n]);
    expect(valuesOf(axes, ATTRIBUTE.ints)).toEqual([-2n, 0n, 2n ** 40n]);
    expect(textsOf(mode, ATTRIBUTE.text)).toEqual(["linear"]);
    expect(messagesOf(alpha, ATTRIBUTE.float).flatMap(floatsIn)).toEqual([0.25]);
    expect(messagesOf(scales, ATTRIBUTE.floats).flatMap(floatsIn)).toEqual([1, -0.5]);
  });

  it("writes constants as raw little-endian numbers, equal ones once", () => {
    const { graph } = encoded((builder) => {
      const names = [builder.ints([-1, 3]), builder.ints([-1, 3]), builder.ints([-1, 3], [1, 2])];
      expect(new Set(names).size).toBe(2);
      expect(builder.floats([1])).not.toBe(builder.ints([1]));
      builder.initializer("bytes", Uint8Array.of(7), []);
      builder.initializer("integers", Int32Array.of(-5), [1]);
    });
    const tensors = messagesOf(graph, GRAPH.initializer);
    const read = tensors.map((tensor) => ({
      shape: valuesOf(tensor, TENSOR.shape),
      type: valuesOf(tensor, TENSOR.type)[0],
      raw: [...messagesOf(tensor, TENSOR.raw)[0]],
    }));
    const minusOneAndThree = [...Array.from({ length: 8 }, () => 255), 3, 0, 0, 0, 0, 0, 0, 0];
    expect(read).toEqual([
      { shape: [2n], type: 7n, raw: minusOneAndThree },
      { shape: [1n, 2n], type: 7n, raw: minusOneAndThree },
      { shape: [1n], type: 1n, raw: [0, 0, 128, 63] },
      { shape: [1n], type: 7n, raw: [1, 0, 0, 0, 0, 0, 0, 0] },
      { shape: [], type: 2n, raw: [7] },
      { shape: [1n], type: 6n, raw: [251, 255, 255, 255] },
    ]);
    expect(textsOf(tensors[4], TENSOR.name)).toEqual(["bytes"]);
  });

  it("writes inputs and outputs with numbers and names for sides", () => {
    const { graph } = encoded((builder) => {
      builder.input("x", ["batch", 3]);
      builder.output("y", "x");
    });
    const typeOf = (value: Uint8Array): Uint8Array => messagesOf(messagesOf(value, 2)[0], 1)[0];
    const [x] = messagesOf(graph, GRAPH.input);
    expect(textsOf(x, 1)).toEqual(["x"]);
    expect(valuesOf(typeOf(x), 1)).toEqual([1n]);
    const [batch, side] = messagesOf(messagesOf(typeOf(x), 2)[0], 1);
    expect([textsOf(batch, 2), valuesOf(side, 1)]).toEqual([["batch"], [3n]]);
    const [y] = messagesOf(graph, GRAPH.output);
    expect([textsOf(y, 1), messagesOf(typeOf(y), 2)]).toEqual([["y"], []]);
  });

  it("names tensors around the reserved names", () => {
    const builder = new GraphBuilder({ reserved: ["t0", "t2"] });
    expect([builder.node("Relu", ["t0"]), builder.node("Relu", ["t1"])]).toEqual(["t1", "t3"]);
  });

  it("refuses a file of 2 GB", () => {
    const builder = new GraphBuilder();
    builder.initializer("weights", new Float32Array(2 ** 29), [2 ** 29]);
    expect(() => encodeModel(builder.finish("large"))).toThrow(
      new RangeError("large has 2.15 GB of weights; an ONNX file holds at most 2.13 GB"),
    );
  });
});
