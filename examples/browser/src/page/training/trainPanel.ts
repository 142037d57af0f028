import type { Progress, StagePlan } from "../../messages/events.ts";
import { element } from "../dom/element.ts";
import { megabytes, minutes } from "../dom/format.ts";
import { type Curves, curves } from "./curves.ts";

export interface TrainActions {
  start(): void;
  pause(): void;
  resume(): void;
  stop(): void;
}

export interface TrainPanel {
  readonly root: HTMLElement;
  readonly curves: Curves;
  begin(plan: {
    readonly stages: readonly StagePlan[];
    readonly kept: boolean;
    readonly replicas: number;
  }): void;
  setRunning(running: boolean): void;
  setReady(ready: boolean): void;
  showProgress(progress: Progress): void;
  say(text: string): void;
}

/** The button, the progress, and the curves. */
export function trainPanel(actions: TrainActions): TrainPanel {
  const drawn = curves();
  let [running, paused, ready] = [false, false, false];
  const start = element(
    "button",
    { type: "button", class: "primary large", id: "train", click: () => actions.start() },
    "Start training",
  );
  const pause = element("button", { type: "button", id: "pause", click: toggle }, "Pause");
  const stop = element("button", { type: "button", id: "stop", click: () => actions.stop() }, "Stop");
  const bar = element("progress", { max: 1, value: 0, "aria-label": "Training" });
  const state = element("p", { class: "state", role: "status" }, "Add pictures first.");
  const note = element("p", { class: "soft", hidden: true });
  const status = element("div", { class: "status" }, bar, state, note);

  function toggle(): void {
    paused = !paused;
    if (paused) actions.pause();
    else actions.resume();
    if (paused) state.textContent = "Paused.";
    update();
  }
  function update(): void {
    start.hidden = running;
    start.disabled = !ready;
    pause.hidden = stop.hidden = bar.hidden = note.hidden = !running;
    pause.textContent = paused ? "Continue" : "Pause";
    drawn.root.classList.toggle("paused", paused);
  }
  update();
  drawn.root.hidden = true;

  return {
    root: element(
      "div",
      {},
      element("div", { class: "train" }, element("div", { class: "buttons" }, start, pause, stop), status),
      drawn.root,
    ),
    curves: drawn,
    begin({ stages, kept, replicas }) {
      drawn.begin(stages);
      const together = replicas > 1 ? `${String(replicas)} replicas compute each batch together. ` : "";
      note.textContent = `${together}${
        kept
          ? "The run survives a reload of the page."
          : "This browser keeps no files for the page: a reload would lose the run."
      }`;
    },
    setRunning(value) {
      running = value;
      paused = false;
      if (value) drawn.root.hidden = false;
      else start.textContent = "Train again";
      if (value) bar.removeAttribute("value");
      update();
    },
    setReady(value) {
      ready = value;
      if (!running) state.textContent = value ? "Ready." : "Add pictures first.";
      update();
    },
    showProgress({ task, done, total, secondsLeft }) {
      if (total === undefined) bar.removeAttribute("value");
      else bar.value = done / total;
      if (paused) return;
      const amount = task.startsWith("Download")
        ? megabytes(done)
        : total === undefined
          ? ""
          : `${String(done)} of ${String(total)}`;
      const left = secondsLeft === undefined ? "" : ` · ${minutes(secondsLeft)} left`;
      state.textContent = `${task}: ${amount}${left}`;
    },
    say(text) {
      state.textContent = text;
    },
  };
}
