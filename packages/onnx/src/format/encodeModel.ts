import { WireWriter } from "@tensorloom/core/internal";
import {
  type Attribute,
  ELEMENT_TYPES,
  type Initializer,
  type OnnxModel,
  type OnnxNode,
  type ValueInfo,
} from "./onnxModel.ts";

/** Version of the file format. ONNX 1.14 and later. */
const IR_VERSION = 9;

/** `AttributeProto.AttributeType`. */
const ATTRIBUTE = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const;

/** What a file may hold in constants: readers of protocol buffers refuse 2 GB, and the graph needs some too. */
const LARGEST = 2 ** 31 - 2 ** 24;

const text = new TextEncoder();

/**
 * Encodes a model as the bytes of an `.onnx` file.
 *
 * Fields are written from the last to the first, as {@link WireWriter} wants them.
 *
 * @throws RangeError if the file would exceed 2 GB.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 * @example
 * ```ts
 * import { encodeModel, GraphBuilder } from "@tensorloom/onnx/internal";
 *
 * const builder = new GraphBuilder();
 * builder.output("y", builder.node("Abs", [builder.input("x", [1])]), [1]);
 * encodeModel(builder.finish("absolute")).length > 50; // => true
 * ```
 */
export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const bytes = model.initializers.reduce((all, { data }) => all + data.byteLength, 0);
  if (bytes > LARGEST)
    throw new RangeError(
      `${model.name} has ${(bytes / 1e9).toFixed(2)} GB of weights; an ONNX file holds at most ${(LARGEST / 1e9).toFixed(2)} GB`,
    );
  const writer = new WireWriter();
  for (const [key, value] of Object.entries(model.metadata).reverse())
    message(writer, 14, () => {
      string(writer, 2, value);
      string(writer, 1, key);
    });
  for (const [domain, version] of Object.entries(model.opsets).reverse())
    message(writer, 8, () => {
      writer.number(2, version);
      string(writer, 1, domain);
    });
  message(writer, 7, () => writeGraph(writer, model));
  if (model.description !== "") string(writer, 6, model.description);
  string(writer, 2, "tensorloom");
  writer.number(1, IR_VERSION);
  return writer.finish();
}

/** `GraphProto`. */
function writeGraph(writer: WireWriter, { name, inputs, outputs, initializers, nodes }: OnnxModel): void {
  for (const output of outputs.toReversed()) message(writer, 12, () => writeValueInfo(writer, output));
  for (const input of inputs.toReversed()) message(writer, 11, () => writeValueInfo(writer, input));
  for (const initializer of initializers.toReversed())
    message(writer, 5, () => writeTensor(writer, initializer));
  string(writer, 2, name);
  for (const node of nodes.toReversed()) message(writer, 1, () => writeNode(writer, node));
}

/** `NodeProto`. */
function writeNode(writer: WireWriter, { op, domain, inputs, outputs, attributes }: OnnxNode): void {
  if (domain !== "") string(writer, 7, domain);
  for (const [name, value] of Object.entries(attributes).reverse())
    message(writer, 5, () => writeAttribute(writer, name, value));
  string(writer, 4, op);
  for (const output of outputs.toReversed()) string(writer, 2, output);
  for (const input of inputs.toReversed()) string(writer, 1, input);
}

/** `AttributeProto`. */
function writeAttribute(writer: WireWriter, name: string, value: Attribute): void {
  if (typeof value === "number") {
    writer.number(20, ATTRIBUTE.int);
    writer.signed(3, value);
  } else if (typeof value === "string") {
    writer.number(20, ATTRIBUTE.string);
    string(writer, 4, value);
  } else if ("float" in value) {
    writer.number(20, ATTRIBUTE.float);
    writer.float(2, value.float);
  } else if ("floats" in value) {
    writer.number(20, ATTRIBUTE.floats);
    for (const each of value.floats.toReversed()) writer.float(7, each);
  } else {
    writer.number(20, ATTRIBUTE.ints);
    for (const each of value.toReversed()) writer.signed(8, each);
  }
  string(writer, 1, name);
}

/** `TensorProto`, with its numbers as raw little-endian bytes. */
function writeTensor(writer: WireWriter, { name, shape, data }: Initializer): void {
  message(writer, 9, () => {
    if (data instanceof Float32Array) writer.floats(data);
    else if (data instanceof BigInt64Array) writer.raw(littleEndian(data));
    else if (data instanceof Int32Array) writer.int32s(data);
    else writer.raw(data);
  });
  string(writer, 8, name);
  writer.number(2, ELEMENT_TYPES[elementTypeOf(data)]);
  for (const side of shape.toReversed()) writer.number(1, side);
}

function littleEndian(values: BigInt64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((value, at) => view.setBigInt64(8 * at, value, true));
  return new Uint8Array(view.buffer);
}

function elementTypeOf(data: Initializer["data"]): keyof typeof ELEMENT_TYPES {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof BigInt64Array) return "int64";
  return data instanceof Int32Array ? "int32" : "uint8";
}

/** `ValueInfoProto` of a tensor. */
function writeValueInfo(writer: WireWriter, { name, type, shape }: ValueInfo): void {
  message(writer, 2, () => {
    message(writer, 1, () => {
      if (shape !== undefined)
        message(writer, 2, () => {
          for (const side of shape.toReversed())
            message(writer, 1, () => {
              if (typeof side === "number") writer.number(1, side);
              else string(writer, 2, side);
            });
        });
      writer.number(1, ELEMENT_TYPES[type]);
    });
  });
  string(writer, 1, name);
}

function message(writer: WireWriter, field: number, write: () => void): void {
  const before = writer.written;
  write();
  writer.lengthPrefix(field, before);
}

function string(writer: WireWriter, field: number, value: string): void {
  writer.bytes(field, text.encode(value));
}
