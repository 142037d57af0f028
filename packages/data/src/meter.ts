import { type Clock, machineClock } from "./clock.ts";
import { Explanation, type StageReport } from "./explanation.ts";
import { openParent } from "./recipe.ts";
import type { Pass, Source, Step, Watch } from "./source.ts";

/** A source whose passes are measured, and what was measured so far. */
export interface Meter<T> {
  /** Gives what the source gives. Train on it, or read it any other way. */
  readonly source: Source<T>;
  report(): Explanation;
}

interface Reading {
  elements: number;
  waited: number;
  inFunctions: number;
  later: boolean;
}

/** Measures a pipeline while it is read. See {@link explain}. */
export function meter<T>(source: Source<T>, clock: Clock = machineClock): Meter<T> {
  const readings = new Map<string, Reading>();
  const readingOf = (label: string): Reading => {
    const reading = readings.get(label) ?? { elements: 0, waited: 0, inFunctions: 0, later: false };
    readings.set(label, reading);
    return reading;
  };
  let [began, ended, reader] = [NaN, NaN, 0];
  const watch: Watch = {
    pass: (watched, pass) => measured(pass, readingOf(watched.label), clock),
    work(label, work) {
      const reading = readingOf(label);
      return (...args) => {
        const start = clock();
        try {
          return work(...args);
        } finally {
          reading.inFunctions += clock() - start;
        }
      };
    },
  };
  const timed = (pass: Pass<T>): Pass<T> => ({
    next() {
      const asked = clock();
      if (Number.isNaN(began)) began = asked;
      else reader += asked - ended;
      const given = (step: Step<T>): Step<T> => {
        ended = clock();
        return step;
      };
      const step = pass.next();
      return step instanceof Promise ? step.then(given) : given(step);
    },
    state: () => pass.state(),
    close: () => pass.close(),
  });
  return {
    source: { ...plain(source), open: (start = {}) => timed(openParent(source, { ...start, watch })) },
    report: () => new Explanation(reports(source, readings), reader, ended - began),
  };
}

function plain<T>({ label, size, parents = [], text = () => "" }: Source<T>): Omit<Source<T>, "open"> {
  return { label, size, parents, text };
}

/** A pass whose reader's waiting is added up. */
function measured<T>(pass: Pass<T>, reading: Reading, clock: Clock): Pass<T> {
  return {
    next() {
      const asked = clock();
      const given = (step: Step<T>): Step<T> => {
        reading.waited += clock() - asked;
        if (step.done !== true) reading.elements += 1;
        return step;
      };
      const step = pass.next();
      if (!(step instanceof Promise)) return given(step);
      reading.later = true;
      return step.then(given);
    },
    state: () => pass.state(),
    close: () => pass.close(),
  };
}

/** The readings in the pipeline's order, sources first. */
function reports(source: Source<unknown>, readings: ReadonlyMap<string, Reading>): readonly StageReport[] {
  const parents = source.parents ?? [];
  const above = parents.flatMap((parent) => reports(parent, readings));
  const { elements = 0, waited = 0, inFunctions = 0, later = false } = readings.get(source.label) ?? {};
  const first = parents.at(0)?.label;
  const stage =
    first !== undefined && source.label.startsWith(`${first}.`)
      ? source.label.slice(first.length + 1)
      : source.label;
  const deepest = Math.max(0, ...parents.map(({ label }) => readings.get(label)?.waited ?? 0));
  const own = Math.max(0, waited - deepest);
  const report = {
    stage,
    size: source.size,
    elements,
    waited,
    own,
    inFunctions,
    later,
    head: first === undefined,
  };
  return [...above, report];
}
