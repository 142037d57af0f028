import { isObject } from "@tensorloom/core/internal";
import { FileProblem } from "../errors/fileProblem.ts";

/** The options of a layer, in Python's spelling. */
export type KerasConfig = Readonly<Record<string, unknown>>;

/** A layer or model as a Keras file describes it, with the layers inside it. */
export interface KerasLayer {
  readonly className: string;
  readonly name: string;
  /** The Python module of the class; undefined in files of Keras 2. */
  readonly module: string | undefined;
  readonly config: KerasConfig;
  /** One description for each call of the layer in a graph. */
  readonly nodes: readonly unknown[];
  /** The layers of a model; undefined if it is a layer. */
  readonly layers: readonly KerasLayer[] | undefined;
  /** The layers inside a wrapper or a recurrent layer, by option: `layer`, `backward_layer`, `cell`. */
  readonly inside: ReadonlyMap<string, KerasLayer>;
  /** The cells of `StackedRNNCells`. */
  readonly cells: readonly KerasLayer[];
  /** The number of a layer that several models share. */
  readonly sharedId: number | undefined;
  /** The shape of the layer's input, with its batch, if the file has it. */
  readonly inputShape: readonly unknown[] | undefined;
}

/** The options that hold a layer. */
const INSIDE = ["layer", "backward_layer", "cell"];

/**
 * Parses the description of a layer or model.
 *
 * @param json - What `config.json` or the attribute `model_config` contains.
 * @throws FileProblem if it is not the description of a Keras layer.
 */
export function parseKerasLayer(json: unknown): KerasLayer {
  if (!isObject(json) || typeof json["class_name"] !== "string")
    throw new FileProblem("its configuration has an entry that is not a Keras layer");
  const config = configOf(json["config"]);
  const { layers, cells } = config;
  const name = config["name"] ?? json["name"];
  const built = json["build_config"];
  const inputShape = isObject(built) ? built["input_shape"] : undefined;
  return {
    className: json["class_name"],
    name: typeof name === "string" ? name : "",
    module: typeof json["module"] === "string" ? json["module"] : undefined,
    config,
    nodes: Array.isArray(json["inbound_nodes"]) ? json["inbound_nodes"] : [],
    layers: Array.isArray(layers) ? layers.map(parseKerasLayer) : undefined,
    inside: new Map(
      INSIDE.flatMap((option) => {
        // Keras may derive the backward layer of a Bidirectional from its layer.
        const isDerived = option === "backward_layer" && json["class_name"] === "Bidirectional";
        const inner = config[option] ?? (isDerived ? config["layer"] : undefined);
        return isObject(inner) ? [[option, parseKerasLayer(inner)] as const] : [];
      }),
    ),
    cells: Array.isArray(cells) ? cells.map(parseKerasLayer) : [],
    sharedId: typeof json["shared_object_id"] === "number" ? json["shared_object_id"] : undefined,
    inputShape: Array.isArray(inputShape) ? inputShape : undefined,
  };
}

/** The options; Keras before 2.3 wrote a sequential model's layers as a list. */
function configOf(config: unknown): KerasConfig {
  if (Array.isArray(config)) return { name: "sequential", layers: config };
  return isObject(config) ? config : {};
}

/** Whether a model is a graph of layers; otherwise it is sequential. */
export function isGraph({ config }: KerasLayer): boolean {
  return "output_layers" in config;
}
