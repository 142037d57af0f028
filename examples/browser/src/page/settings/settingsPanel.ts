import type { Engine, EngineChoice } from "../../messages/engines.ts";
import {
  type AugmentationSettings,
  DEFAULT_SETTINGS,
  type InitialWeights,
  type Network,
  SIZES,
  type TrainSettings,
  trainsHeadFirst,
} from "../../messages/settings.ts";
import { element } from "../dom/element.ts";
import { picture } from "../dom/picture.ts";
import { enginePanel } from "./enginePanel.ts";
import { cards, chips, number, select } from "./fields.ts";
import { AUGMENTATIONS, NETWORKS, RATES, WEIGHTS } from "./texts.ts";

export interface SettingsPanel {
  readonly root: HTMLElement;
  /** @throws Error that says which field is wrong. */
  read(): TrainSettings;
  readAugmentations(): AugmentationSettings;
  showAugmentations(rows: readonly (readonly ImageBitmap[])[]): void;
  setBusy(busy: boolean): void;
  /** Starts the engine that is chosen. */
  startEngine(): Promise<void>;
}

/** What the epochs and the size are at first, for each network. */
const START: Readonly<
  Record<Network, Pick<TrainSettings, "size" | "epochs" | "headEpochs" | "learningRate">>
> = {
  small: DEFAULT_SETTINGS,
  b0: { size: 128, headEpochs: 5, epochs: 3, learningRate: 0.003 },
};

/** The network, how it is trained, and a sheet that shows the augmentations. */
export function settingsPanel(
  onAugmentations: () => void,
  chooseEngine: (choice: EngineChoice) => Promise<Engine>,
): SettingsPanel {
  let network: Network = DEFAULT_SETTINGS.network;
  const sizes = SIZES.map((size) => [String(size), `${String(size)} × ${String(size)}`] as const);
  const size = select("size", "Picture size", sizes, onAugmentations);
  const weights = select("weights", "Start from", WEIGHTS, () => update());
  const file = element("input", { type: "file", id: "weights-file", accept: ".h5,.keras,.safetensors" });
  const fileField = element(
    "div",
    { class: "field" },
    element("label", { for: "weights-file" }, "Weights of EfficientNet B0"),
    file,
  );
  const headEpochs = number("head-epochs", "Epochs, head", { value: 5, min: 1, max: 500 });
  const epochs = number("epochs", "Epochs, all layers", { value: 12, min: 0, max: 500 });
  const rate = select("rate", "Learning rate", RATES, () => undefined);
  const batch = select(
    "batch",
    "Batch",
    [
      ["8", "8"],
      ["16", "16"],
      ["32", "32"],
    ],
    () => undefined,
  );
  const engine = enginePanel(chooseEngine);
  const chosen = chips("Augmentations", AUGMENTATIONS, onAugmentations);
  const sheet = element("div", { class: "sheet", "aria-live": "off" });

  function startValues(): void {
    const start = START[network];
    size.input.value = String(start.size);
    epochs.input.value = String(start.epochs);
    headEpochs.input.value = String(start.headEpochs);
    rate.input.value = String(start.learningRate);
    batch.input.value = "16";
    update();
    onAugmentations();
  }
  function update(): void {
    const from = weights.input.value as InitialWeights; // the values of WEIGHTS
    weights.root.hidden = network === "small";
    fileField.hidden = network === "small" || from !== "file";
    headEpochs.root.hidden = !trainsHeadFirst({ ...DEFAULT_SETTINGS, network, weights: from });
  }
  const choice = cards("network", "Network", NETWORKS, (value) => {
    network = value;
    startValues();
  });
  const fields = element(
    "div",
    { class: "fields" },
    weights.root,
    fileField,
    size.root,
    headEpochs.root,
    epochs.root,
    rate.root,
    batch.root,
    ...engine.fields,
  );
  const form = element("form", { class: "settings" }, choice, fields, engine.note, chosen.root);
  form.addEventListener("submit", (event) => event.preventDefault());
  queueMicrotask(startValues);

  return {
    root: element("div", { class: "columns" }, form, sheet),
    read() {
      return {
        network,
        weights: network === "small" ? "random" : (weights.input.value as InitialWeights), // the values of WEIGHTS
        weightsFile: fileField.hidden ? undefined : (file.files?.[0] ?? undefined),
        size: Number(size.input.value),
        batchSize: Number(batch.input.value),
        headEpochs: wholeNumber(headEpochs.input, "Epochs, head"),
        epochs: wholeNumber(epochs.input, "Epochs, all layers"),
        learningRate: Number(rate.input.value),
        augmentations: chosen.chosen(),
        seed: DEFAULT_SETTINGS.seed,
        ...engine.read(),
      };
    },
    readAugmentations: () => ({ names: chosen.chosen(), size: Number(size.input.value) }),
    showAugmentations(rows) {
      const cells = rows.flatMap((row) =>
        row.map((bitmap, at) => picture(bitmap, at === 0 ? "a picture as it is" : "the picture, augmented")),
      );
      sheet.replaceChildren(
        element("div", { class: "sheet-grid" }, ...cells),
        element(
          "p",
          { class: "soft" },
          "Left: pictures as they are. Right: what the network sees of them, new in every epoch.",
        ),
      );
    },
    setBusy(busy) {
      for (const set of [choice, chosen.root]) set.disabled = busy;
      for (const input of form.querySelectorAll<HTMLInputElement>(".fields input, .fields select"))
        input.disabled = busy;
    },
    startEngine: () => engine.start(),
  };
}

function wholeNumber(input: HTMLInputElement, name: string): number {
  if (!input.checkValidity())
    throw new Error(`${name}: a whole number from ${input.min} to ${input.max}, got "${input.value}".`);
  return Number(input.value);
}
