import type { Engine, EngineChoice, ReplicasChoice } from "../../messages/engines.ts";
import { DEFAULT_SETTINGS, type TrainSettings } from "../../messages/settings.ts";
import { byId, element } from "../dom/element.ts";
import { select } from "./fields.ts";
import { ENGINES, REPLICAS } from "./texts.ts";

export interface EnginePanel {
  /** The two fields. */
  readonly fields: readonly HTMLElement[];
  /** What computes and why. */
  readonly note: HTMLElement;
  read(): Pick<TrainSettings, "engine" | "replicas">;
  /** Starts the engine that is chosen. */
  start(): Promise<void>;
}

/** The choice of what computes, with the reason. If an engine does not start, the last one stays. */
export function enginePanel(choose: (choice: EngineChoice) => Promise<Engine>): EnginePanel {
  let current: EngineChoice = DEFAULT_SETTINGS.engine;
  const engine = select("engine", "Engine", ENGINES, () => void start());
  const replicas = select("replicas", "Replicas", REPLICAS, () => undefined);
  const note = element("p", { class: "soft", id: "engine-note", role: "status" });

  async function start(): Promise<void> {
    const choice = engine.input.value as EngineChoice; // the values of ENGINES
    engine.input.disabled = true;
    note.textContent = "Starting …";
    try {
      show(await choose(choice));
      current = choice;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      engine.input.value = current;
      show(await choose(current));
      note.prepend(`${reason}. `);
    } finally {
      engine.input.disabled = false;
    }
  }
  function show({ name, reason, replicas: count, replicasReason }: Engine): void {
    byId("backend").textContent = `Computes with ${name}`;
    replicas.root.hidden = count === 1;
    note.textContent = `${name}: ${reason} ${replicasReason}`;
    if (canIsolate(name))
      note.append(
        " ",
        element("button", { type: "button", class: "quiet", click: reload }, "Reload to use all cores"),
      );
  }
  return {
    fields: [engine.root, replicas.root],
    note,
    read: () => ({
      engine: engine.input.value as EngineChoice, // the values of ENGINES
      replicas: replicas.input.value as ReplicasChoice, // the values of REPLICAS
    }),
    start,
  };
}

/** Whether the next load of this page would be isolated: its service worker adds the headers, but not in a frame. */
function canIsolate(name: string): boolean {
  return name !== "WebGPU" && !crossOriginIsolated && "serviceWorker" in navigator && window === window.top;
}

function reload(): void {
  location.reload();
}
