import type {
  Attribute,
  Dimension,
  ElementType,
  Initializer,
  OnnxModel,
  OnnxNode,
  ValueInfo,
} from "./onnxModel.ts";

/** Version of the standard operator set that our graphs use. ONNX 1.16, ONNX Runtime 1.18 and later. */
const OPSET = 20;

/** Options of {@link GraphBuilder}. */
export interface GraphBuilderOptions {
  /** Names of inputs and outputs, so that no tensor between them takes one. */
  readonly reserved?: readonly string[];
}

/**
 * Builds an ONNX graph node by node.
 *
 * Tensors are names. Equal constants are stored once.
 *
 * @example
 * ```ts
 * import { GraphBuilder } from "@tensorloom/onnx/internal";
 *
 * const builder = new GraphBuilder();
 * const x = builder.input("x", ["rows", 2]);
 * builder.output("y", builder.node("Relu", [x]), ["rows", 2]);
 * builder.finish("rectifier").nodes.map(({ op }) => op); // => ["Relu", "Identity"]
 * ```
 */
export class GraphBuilder {
  readonly #nodes: OnnxNode[] = [];
  readonly #initializers = new Map<string, Initializer>();
  readonly #inputs: ValueInfo[] = [];
  readonly #outputs: ValueInfo[] = [];
  readonly #constants = new Map<string, string>();
  readonly #domains = new Map<string, number>([["", OPSET]]);
  readonly #taken: ReadonlySet<string>;
  #names = 0;

  constructor({ reserved = [] }: GraphBuilderOptions = {}) {
    this.#taken = new Set(reserved);
  }

  #newName(): string {
    const name = `t${String(this.#names++)}`;
    return this.#taken.has(name) ? this.#newName() : name;
  }

  /** Adds a node with one output, and returns the output's name. An input that is undefined is left out. */
  node(
    op: string,
    inputs: readonly (string | undefined)[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = "",
  ): string {
    return this.nodes(op, inputs, 1, attributes, domain)[0];
  }

  /** Adds a node with several outputs, and returns their names. */
  nodes(
    op: string,
    inputs: readonly (string | undefined)[],
    outputs: number,
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = "",
  ): readonly string[] {
    const names = Array.from({ length: outputs }, () => this.#newName());
    const used = inputs.findLastIndex((name) => name !== undefined) + 1;
    this.#nodes.push({
      op,
      domain,
      inputs: inputs.slice(0, used).map((name) => name ?? ""),
      outputs: names,
      attributes,
    });
    if (domain !== "") this.#domains.set(domain, 1);
    return names;
  }

  /** Adds a constant of float32 numbers. Default shape: one axis; `[]` for a scalar. */
  floats(values: readonly number[] | Float32Array, shape: readonly number[] = [values.length]): string {
    return this.#constant(values instanceof Float32Array ? values : Float32Array.from(values), shape);
  }

  /** Adds a scalar constant. */
  float(value: number): string {
    return this.floats([value], []);
  }

  /** Adds a constant that has one number everywhere. Stored once, however long. */
  filled(value: number, shape: readonly number[]): string {
    const key = `${String(value)} everywhere [${shape.join()}]`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const length = shape.reduce((product, side) => product * side, 1);
    const name = this.#constant(new Float32Array(length).fill(value), shape);
    this.#constants.set(key, name);
    return name;
  }

  /** Adds a list of int64 constants, such as a shape or axes. */
  ints(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.#constant(BigInt64Array.from(values, BigInt), shape);
  }

  #constant(data: Float32Array | BigInt64Array, shape: readonly number[]): string {
    const type = data instanceof Float32Array ? "f" : "i";
    // A long constant is not looked up: a key of all its numbers would cost more than it saves.
    const key = data.length > 64 ? undefined : `${type}[${shape.join()}]${data.join()}`;
    const known = key === undefined ? undefined : this.#constants.get(key);
    if (known !== undefined) return known;
    const name = this.#newName();
    this.#initializers.set(name, { name, shape, data });
    if (key !== undefined) this.#constants.set(key, name);
    return name;
  }

  /** Adds a named constant, such as a weight. */
  initializer(name: string, data: Initializer["data"], shape: readonly number[]): string {
    this.#initializers.set(name, { name, shape, data });
    return name;
  }

  /** Declares an input of the graph, and returns its name. */
  input(name: string, shape: readonly Dimension[], type: ElementType = "float32"): string {
    this.#inputs.push({ name, type, shape });
    return name;
  }

  /** Makes a tensor an output of the graph under a name of its own. */
  output(name: string, tensor: string, shape?: readonly Dimension[], type: ElementType = "float32"): void {
    this.#nodes.push({ op: "Identity", domain: "", inputs: [tensor], outputs: [name], attributes: {} });
    this.#outputs.push({ name, type, shape });
  }

  /** Returns the model. */
  finish(
    name: string,
    { metadata = {}, description = "" }: Partial<Pick<OnnxModel, "metadata" | "description">> = {},
  ): OnnxModel {
    return {
      name,
      inputs: this.#inputs,
      outputs: this.#outputs,
      initializers: [...this.#initializers.values()],
      nodes: this.#nodes,
      opsets: Object.fromEntries(this.#domains),
      metadata,
      description,
    };
  }
}
