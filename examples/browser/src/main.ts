import { connect } from "./messages/channel.ts";
import type { WorkerEvent } from "./messages/events.ts";
import type { PictureSet } from "./messages/pictures.ts";
import type { RunResult } from "./messages/results.ts";
import { keepOffline } from "./offline/keepOffline.ts";
import { hideError, showError } from "./page/alert.ts";
import { byId } from "./page/dom/element.ts";
import { picturesPanel } from "./page/pictures/picturesPanel.ts";
import { resultsPanel } from "./page/results/resultsPanel.ts";
import { savePanel } from "./page/saving/savePanel.ts";
import { settingsPanel } from "./page/settings/settingsPanel.ts";
import { trainPanel } from "./page/training/trainPanel.ts";
import { tryPanel } from "./page/trying/tryPanel.ts";

/** The seed of the drawn pictures. */
const SEED = 7;

const worker = new Worker(new URL("./worker/main.ts", import.meta.url), { type: "module" });
const ask = connect(worker, { onEvent, onFailure: showError });

const pictures = picturesPanel({
  add: (files) => act(() => show(ask("addPictures", files))),
  draw: () => act(() => show(ask("drawPictures", SEED))),
  clear: () => act(() => show(ask("clearPictures", undefined))),
  continue: () => act(continueRun),
  discard: () =>
    act(async () => {
      await ask("discardRun", undefined);
      pictures.offer(undefined);
    }),
});
const settings = settingsPanel(
  () => act(showAugmentations),
  (choice) => ask("chooseEngine", choice),
);
const training = trainPanel({
  start: () => act(() => run(ask("train", settings.read()))),
  pause: () => act(() => ask("pause", undefined)),
  resume: () => act(() => ask("resume", undefined)),
  stop: () => act(() => ask("stop", undefined)),
});
const results = resultsPanel((ids) => ask("explain", ids));
const trying = tryPanel(
  (picture) => ask("classify", { picture, explain: true }, picture instanceof ImageBitmap ? [picture] : []),
  showError,
);
const saving = savePanel((format) => ask("download", format), showError);

const PANELS = { pictures, network: settings, training, results, trying, saving };
let canTrain = false;

for (const [id, { root }] of Object.entries(PANELS)) byId(id).append(root);
document.documentElement.classList.toggle("embedded", new URLSearchParams(location.search).has("embed"));
setOpen(["network", "training", "results", "trying", "saving"], false);
act(() => settings.startEngine());
act(async () => pictures.offer(await ask("findSavedRun", undefined)));
act(keepOffline);

/** Does something, and shows its error. */
function act(what: () => unknown): void {
  hideError();
  Promise.resolve().then(what).catch(showError);
}

async function show(reply: Promise<PictureSet>): Promise<void> {
  pictures.setBusy(true);
  try {
    const set = await reply;
    pictures.show(set);
    canTrain = set.classes.length > 1 && set.validation > 0;
    training.setReady(canTrain);
    setOpen(["network", "training"], canTrain);
    await showAugmentations();
  } finally {
    pictures.setBusy(false);
  }
}

async function showAugmentations(): Promise<void> {
  if (canTrain) settings.showAugmentations(await ask("showAugmentations", settings.readAugmentations()));
}

async function continueRun(): Promise<void> {
  await show(ask("loadSavedPictures", undefined));
  await run(ask("continueRun", undefined));
}

async function run(reply: Promise<RunResult>): Promise<void> {
  for (const panel of [pictures, settings]) panel.setBusy(true);
  training.setRunning(true);
  pictures.offer(undefined);
  try {
    const result = await reply;
    setOpen(["results", "trying", "saving"], true);
    trying.setReady(true);
    saving.setReady(true);
    await results.show(result);
    training.say(result.stopped ? "Stopped. The network keeps what it has learnt." : "Done.");
  } catch (error) {
    training.say("The run has failed.");
    throw error;
  } finally {
    training.setRunning(false);
    for (const panel of [pictures, settings]) panel.setBusy(false);
  }
}

function onEvent(event: WorkerEvent): void {
  if (event.kind === "progress") training.showProgress(event.progress);
  else if (event.kind === "stages") training.begin(event);
  else if (event.kind === "step") training.curves.addStep(event.step);
  else training.curves.addEpoch(event.epoch);
}

/** Sections that cannot be used yet show their title alone. */
function setOpen(ids: readonly string[], open: boolean): void {
  for (const id of ids) byId(id).classList.toggle("waiting", !open);
}
