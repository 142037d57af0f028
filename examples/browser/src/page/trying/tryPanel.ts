import type { Answer, ClassScore } from "../../messages/answers.ts";
import { element } from "../dom/element.ts";
import { percent } from "../dom/format.ts";
import { layered } from "../dom/picture.ts";
import { type Camera, openCamera } from "./camera.ts";

/** Asks the network about a picture. */
export type Classify = (picture: Blob | ImageBitmap) => Promise<Answer>;

export interface TryPanel {
  readonly root: HTMLElement;
  setReady(ready: boolean): void;
}

/** Classes that are shown at most. */
const SHOWN = 6;
/** Milliseconds between two pictures of the camera. */
const PAUSE = 150;

/** A picture or the camera, and what the network says. */
export function tryPanel(classify: Classify, onError: (error: unknown) => void): TryPanel {
  let camera: Camera | undefined;
  const input = element("input", { type: "file", accept: "image/*", hidden: true, id: "try-file" });
  const choose = element("button", { type: "button", click: () => input.click() }, "Choose a picture");
  const look = element(
    "button",
    { type: "button", id: "camera", click: () => void toggle().catch(onError) },
    "Use the camera",
  );
  const stage = element("div", { class: "stage" });
  const bars = element("ol", { class: "bars", id: "scores", "aria-live": "polite" });
  const live = element("div", { class: "live" });
  const hint = element("p", { class: "soft" }, "Train a network first.");

  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = "";
    if (file === undefined) return;
    close();
    ask(file).catch(onError);
  });
  async function ask(picture: Blob | ImageBitmap): Promise<void> {
    const found = await classify(picture);
    stage.replaceChildren(layered(found, `the picture: ${found.scores[0].label}`));
    bars.replaceChildren(...found.scores.slice(0, SHOWN).map(bar));
    hint.textContent = `${found.milliseconds.toFixed(0)} ms on this computer.`;
  }
  async function toggle(): Promise<void> {
    if (camera !== undefined) {
      close();
      return;
    }
    camera = await openCamera();
    live.replaceChildren(camera.video);
    look.textContent = "Stop the camera";
    void watch(camera).catch(onError);
  }
  async function watch(current: Camera): Promise<void> {
    while (camera === current) {
      await ask(await current.grab());
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
  function close(): void {
    camera?.stop();
    camera = undefined;
    look.textContent = "Use the camera";
  }
  return {
    root: element(
      "div",
      {},
      element("div", { class: "buttons" }, choose, look, input),
      element("div", { class: "trying" }, live, stage, element("div", {}, bars, hint)),
    ),
    setReady(ready) {
      choose.disabled = look.disabled = !ready;
      if (ready && bars.childElementCount === 0)
        hint.textContent = "Show it something that it has never seen.";
    },
  };
}

function bar({ label, score }: ClassScore): HTMLElement {
  const filled = element("span", { class: "fill" });
  filled.style.setProperty("--share", String(score));
  return element(
    "li",
    {},
    element("span", { class: "name" }, label),
    element("span", { class: "track" }, filled),
    element("span", { class: "value" }, percent(score)),
  );
}
