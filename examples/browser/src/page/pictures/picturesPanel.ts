import type { PictureFile, PictureSet } from "../../messages/pictures.ts";
import type { SavedRun } from "../../messages/settings.ts";
import { element } from "../dom/element.ts";
import { count } from "../dom/format.ts";
import { picture } from "../dom/picture.ts";
import { readChosen, readDropped } from "./readDropped.ts";

/** What the panel reports. */
export interface PicturesActions {
  add(files: readonly PictureFile[]): void;
  draw(): void;
  clear(): void;
  /** Continues the run of an earlier visit. */
  continue(): void;
  /** Forgets it. */
  discard(): void;
}

export interface PicturesPanel {
  readonly root: HTMLElement;
  show(set: PictureSet): void;
  /** Offers to continue a run; `undefined` takes the offer away. */
  offer(saved: SavedRun | undefined): void;
  setBusy(busy: boolean): void;
}

/** The panel that pictures are dropped on, and that shows them. */
export function picturesPanel(actions: PicturesActions): PicturesPanel {
  const input = element("input", {
    type: "file",
    multiple: true,
    webkitdirectory: true,
    hidden: true,
    id: "folder",
  });
  input.addEventListener("change", () => {
    if (input.files !== null) actions.add(readChosen(input.files));
    input.value = "";
  });
  const choose = element(
    "button",
    { type: "button", class: "primary", click: () => input.click() },
    "Choose a folder",
  );
  const draw = element(
    "button",
    { type: "button", id: "draw", click: () => actions.draw() },
    "Try with drawn pictures",
  );
  const clear = element(
    "button",
    { type: "button", class: "quiet", hidden: true, click: () => actions.clear() },
    "Remove all",
  );
  const zone = element(
    "div",
    { class: "drop", role: "group", "aria-label": "Drop folders of pictures here" },
    element("p", { class: "drop-title" }, "Drop a folder for each class"),
    element("p", { class: "soft" }, "pets/cat, pets/dog: the name of the folder is the name of the class."),
    element("div", { class: "buttons" }, choose, draw, clear),
    input,
  );
  listenForDrops(zone, (files) => actions.add(files));
  const classes = element("ul", { class: "classes" });
  const notes = element("p", { class: "soft", role: "status" });
  const offered = element("div", { class: "offer", id: "offer", hidden: true });
  return {
    offer(saved) {
      offered.hidden = saved === undefined;
      if (saved === undefined) return;
      const text = `A run with ${count(saved.pictures, "picture")} of ${saved.classes.join(", ")} is kept in this browser.`;
      const go = element(
        "button",
        { type: "button", class: "primary", click: () => actions.continue() },
        "Continue the run",
      );
      const forget = element("button", { type: "button", click: () => actions.discard() }, "Forget it");
      offered.replaceChildren(element("p", {}, text), element("div", { class: "buttons" }, go, forget));
    },
    root: element("div", {}, offered, zone, classes, notes),
    setBusy(busy) {
      for (const button of [choose, draw, clear]) button.disabled = busy;
    },
    show(set) {
      clear.hidden = set.classes.length === 0;
      zone.classList.toggle("small", set.classes.length > 0);
      classes.replaceChildren(...set.classes.map(classItem));
      notes.textContent = [...summary(set), ...set.notes].join(" ");
    },
  };
}

function classItem({ name, count: pictures, thumbnails }: PictureSet["classes"][number]): HTMLElement {
  return element(
    "li",
    {},
    element("p", {}, element("strong", {}, name), " ", element("span", { class: "soft" }, String(pictures))),
    element("div", { class: "strip" }, ...thumbnails.map((bitmap) => picture(bitmap, name))),
  );
}

function summary({ classes, validation }: PictureSet): readonly string[] {
  const all = classes.reduce((sum, one) => sum + one.count, 0);
  if (all === 0) return [];
  if (classes.length < 2) return [`${count(all, "picture")} of one class: add a folder with another class.`];
  if (validation === 0) return ["Each class needs at least two pictures."];
  return [`${count(all, "picture")}; ${String(validation)} are held back to measure the network on.`];
}

function listenForDrops(zone: HTMLElement, add: (files: readonly PictureFile[]) => void): void {
  const stop = (event: DragEvent): void => event.preventDefault();
  zone.addEventListener("dragenter", (event) => {
    stop(event);
    zone.classList.add("over");
  });
  zone.addEventListener("dragover", stop);
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget as Node | null)) zone.classList.remove("over");
  });
  zone.addEventListener("drop", (event) => {
    stop(event);
    zone.classList.remove("over");
    if (event.dataTransfer !== null) void readDropped(event.dataTransfer).then(add);
  });
}
