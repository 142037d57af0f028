import type { GraphBuilder } from "../format/graphBuilder.ts";
import type { NetTensor, NetWeight } from "../net/net.ts";
import type { BlockedLayout } from "./blockedLayout.ts";

/**
 * How a tensor lies in memory. `plain`: images as `[batch, channels, height, width]`, everything else as the layers model has it.
 * `blocked`: images in blocks of channels, as ONNX Runtime's own convolutions on CPUs read them; channels are padded with zeros to
 * whole blocks.
 */
export type Form = "blocked" | "plain";

/** A tensor of the graph in its forms. */
type Forms = Partial<Record<Form, string>>;

/**
 * What the parts of a train step share while the graph is built: tensors of the net, their gradients, and the weights.
 *
 * A part asks for a tensor or a gradient in the form that it reads, and says in which form it made one. A tensor that exists in the
 * other form only is converted once.
 */
export class StepContext {
  readonly builder: GraphBuilder;
  /** Rows of the batch. */
  readonly batch: number;
  /** The blocked layout of this machine; undefined for standard operators only. */
  readonly blocked: BlockedLayout | undefined;
  readonly #values = new Map<NetTensor, Forms>();
  readonly #gradients = new Map<NetTensor, Forms>();
  readonly #weights = new Map<string, string>();
  readonly #weightGradients = new Map<string, string>();
  readonly #differentiable = new Set<NetTensor>();

  constructor(builder: GraphBuilder, batch: number, blocked: BlockedLayout | undefined) {
    this.builder = builder;
    this.batch = batch;
    this.blocked = blocked;
  }

  /** The sides of a tensor in its plain form. */
  shape({ shape }: NetTensor): readonly number[] {
    const sides = shape.map((side) => side ?? 0); // a net of a step has no free side
    if (sides.length !== 3) return [this.batch, ...sides];
    const [height, width, channels] = sides;
    return [this.batch, channels, height, width];
  }

  /** Says what a tensor is in the graph. */
  set(tensor: NetTensor, name: string, form: Form = "plain"): void {
    this.#values.set(tensor, { ...this.#values.get(tensor), [form]: name });
  }

  /** The name of a tensor in the graph. */
  get(tensor: NetTensor, form: Form = "plain"): string {
    const forms = this.#values.get(tensor);
    if (forms === undefined) throw new Error(`${tensor.name} is read before it is made`);
    const name = forms[form] ?? this.#convert(tensor, forms, form);
    this.set(tensor, name, form);
    return name;
  }

  /** Whether a tensor is there in a form without a conversion. */
  has(tensor: NetTensor, form: Form): boolean {
    return this.#values.get(tensor)?.[form] !== undefined;
  }

  /** Says that gradients flow back through a tensor: a trainable weight was used on the way to it. */
  markDifferentiable(tensor: NetTensor): void {
    this.#differentiable.add(tensor);
  }

  /** Whether a part must make the gradient of a tensor. */
  needsGradient(tensor: NetTensor): boolean {
    return this.#differentiable.has(tensor);
  }

  /** Adds to the gradient of a tensor. */
  addGradient(tensor: NetTensor, name: string, form: Form = "plain"): void {
    const before = this.takeGradient(tensor, form);
    this.#gradients.set(tensor, {
      [form]: before === undefined ? name : this.builder.node("Add", [before, name]),
    });
  }

  /**
   * Takes the gradient of a tensor so far. A part that makes an input's gradient may take what is there and add it in an operation
   * of its own, such as a convolution with a sum.
   */
  takeGradient(tensor: NetTensor, form: Form = "plain"): string | undefined {
    const forms = this.#gradients.get(tensor);
    this.#gradients.delete(tensor);
    return forms && (forms[form] ?? this.#convert(tensor, forms, form));
  }

  /** The name of a weight in the graph, in the layout of the layers model. */
  weight({ name, shape }: NetWeight): string {
    const known = this.#weights.get(name);
    if (known !== undefined) return known;
    const input = this.builder.input(`weights/${name}`, shape);
    this.#weights.set(name, input);
    return input;
  }

  /** Adds to the gradient of a weight, in the layout of the layers model. */
  addWeightGradient({ name }: NetWeight, gradient: string): void {
    const before = this.#weightGradients.get(name);
    this.#weightGradients.set(
      name,
      before === undefined ? gradient : this.builder.node("Add", [before, gradient]),
    );
  }

  /** The weights that have been read, and their inputs. */
  get weights(): ReadonlyMap<string, string> {
    return this.#weights;
  }

  /** The gradients of weights so far. */
  get weightGradients(): ReadonlyMap<string, string> {
    return this.#weightGradients;
  }

  #convert(tensor: NetTensor, forms: Forms, to: Form): string {
    const layout = this.blocked;
    if (layout === undefined) throw new Error(`${tensor.name}: there is no blocked layout`);
    const { blocked, plain } = forms;
    if (to === "blocked" && plain !== undefined)
      return layout.toBlocked(this.builder, plain, this.shape(tensor));
    if (to === "plain" && blocked !== undefined)
      return layout.toPlain(this.builder, blocked, this.shape(tensor));
    throw new Error(`${tensor.name} has no form`);
  }
}
