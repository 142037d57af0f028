import { freeze, unfreeze } from "@tensorloom/efficientnet";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { StagePlan } from "../../messages/events.ts";
import { trainsHeadFirst, type TrainSettings } from "../../messages/settings.ts";

/** A stage of a run. */
export interface Stage extends StagePlan {
  readonly learningRate: number;
  /** Sets which layers are trained. */
  prepare(model: LayersModel): void;
}

/** The rate of all layers, as a share of the head's: pretrained layers need small steps. */
const FINE = 0.1;

/** The stages: the head and then all layers of a pretrained network, all layers of another. */
export function planStages(settings: TrainSettings): readonly Stage[] {
  const { learningRate, epochs, headEpochs } = settings;
  if (!trainsHeadFirst(settings)) return [{ name: "All layers", epochs, learningRate, prepare: unfreezeAll }];
  const stages: Stage[] = [
    { name: "Head", epochs: headEpochs, learningRate, prepare: freezeBackbone },
    { name: "All layers", epochs, learningRate: FINE * learningRate, prepare: unfreezeWithStatistics },
  ];
  return stages.filter((stage) => stage.epochs > 0);
}

function unfreezeAll(model: LayersModel): void {
  unfreeze(model);
}

function freezeBackbone(model: LayersModel): void {
  freeze(model);
  unfreeze(model, { blocks: ["predictions"] });
}

/** Batch normalisation keeps its statistics of many images, which a few pictures would spoil. */
function unfreezeWithStatistics(model: LayersModel): void {
  unfreeze(model);
  freeze(model, { only: "batchNormalization" });
}
