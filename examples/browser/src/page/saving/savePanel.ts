import type { DownloadFile, ModelFormat } from "../../messages/calls.ts";
import { element } from "../dom/element.ts";
import { megabytes } from "../dom/format.ts";

export interface SavePanel {
  readonly root: HTMLElement;
  setReady(ready: boolean): void;
}

const FORMATS: readonly { readonly format: ModelFormat; readonly title: string; readonly text: string }[] = [
  {
    format: "tfjs",
    title: "Web",
    text: "TensorFlow.js, with labels: loadClassifier() opens it in a page or in Node.",
  },
  { format: "keras", title: "Keras", text: ".keras for Python: keras.models.load_model()." },
  { format: "h5", title: "HDF5", text: ".h5 for older readers of Keras files." },
  { format: "onnx", title: "ONNX", text: "For ONNX Runtime on servers, phones and everywhere else." },
];

/** The trained network as a file. */
export function savePanel(
  download: (format: ModelFormat) => Promise<DownloadFile>,
  onError: (error: unknown) => void,
): SavePanel {
  const state = element("p", { class: "soft", role: "status" });
  const buttons = FORMATS.map(({ format, title, text }) =>
    element(
      "button",
      {
        type: "button",
        class: "card",
        "data-format": format,
        disabled: true,
        click: () => void save(format).catch(onError),
      },
      element("strong", {}, title),
      element("span", { class: "soft" }, text),
    ),
  );
  async function save(format: ModelFormat): Promise<void> {
    state.textContent = "Writing the file …";
    const { name, blob } = await download(format);
    const address = URL.createObjectURL(blob);
    element("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    state.textContent = `${name}, ${megabytes(blob.size)}`;
  }
  return {
    root: element("div", {}, element("div", { class: "cards formats" }, ...buttons), state),
    setReady(ready) {
      for (const button of buttons) button.disabled = !ready;
    },
  };
}
