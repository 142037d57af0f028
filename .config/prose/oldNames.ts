/** Identifiers of a private language: docs/glossary.md has the field's words for the same things. */
export const OLD_NAMES: ReadonlySet<string> = new Set(
  `Workshop shop Crew TrainingCrew aloneInTraining Lesson Taught learn answer FitPlan fitPlan ReplicasPlan tallies Tally
  dropTape joined lead Leader hand Post Share Order obey Enlistment Blueprint rebuild answerShare learnShare applyShare
  gathered Verdict slopes judged shareWeights takeWeights shareMean catchUp ghost owned synchronized later asked until
  AGAIN Again END given sourceGiven optionsOf Tape Mark Telling Told holding Held HoldingStage HoldingWork
  Place placeIn countIn Ahead Prefetched Slots Depth Largest Watch Reading Opening Inner Waiting Coming kindOf wordsOf textOf
  bytesOf arraysIn positional epochsOn apart lend checkLaws RandomBytes Misfit misfits unzeroed
  followed featureSteps admitJpeg AdmittedJpeg mostPixels MOST_PIXELS sometimes lean isLean LeanStep leanPlan leanSchedule
  runLeanSteps Stretch Application madeForOne convolveToEnd addTogether dropOut letGo letsGo handsOn lendGlobals Lessons
  Course Learnt Milestone survey Io`
    .split(/\s+/)
    .filter(Boolean),
);
