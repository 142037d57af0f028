/** The words of the control block, which lies in shared memory. Each has a cache line of its own. */
export const WORD = {
  /** `generation << 16 | threads << 8 | parts`: parts that nobody has taken yet, for threads below a number. A part is taken by subtracting 1. */
  open: 0,
  /** Parts that are computed. */
  done: 16,
  /** Workers that sleep until `open` changes. */
  sleeping: 32,
  /** Whether the first thread sleeps until `done` changes. */
  waiting: 48,
  /** Whether a part has failed. */
  failed: 64,
  /** Parts that workers have computed since they started. */
  helped: 80,
} as const;

/** Parts of a job: `WORD.open` counts them in eight bits. */
export const MAX_PARTS = 64;
/** Bytes of the control block before the job. */
export const JOB_AT: number = 4 * 96;
/**
 * Numbers of a job before its parts: the place of the scratch argument or -1, the scratch memory of the first thread, its
 * bytes for each thread, whether there is a geometry, the geometry.
 */
export const HEAD: number = 4 + 14;
/** Numbers of a part: the kernel, how many arguments, the arguments. */
export const PART: number = 2 + 22;

/** The kernel of a part that is a list of calls: its address, how many numbers it has, the address of its words, its version. */
export const LIST = -1;
/** Words of a job in a list, a cache line: how many of its parts are taken, and how many are computed. */
export const LIST_WORDS = 16;
/** The number of parts of a script in a list: the first thread runs it. */
export const SCRIPT = -1;
/** The longest sleep of a thread that waits for the others, in milliseconds. */
export const NAP = 1;
/** How often a thread looks whether the others are done before it sleeps. */
export const SPINS = 20_000;
/**
 * How long a thread looks whether the others have computed their parts of a job before it sleeps, in milliseconds: jobs take
 * less, and nobody wakes it.
 */
export const LIST_PATIENCE = 2;
/** Lists that a worker keeps as it has read them. */
const KEPT_LISTS = 8;

/** How long a worker looks for a job before it sleeps, in milliseconds: longer than the time between most kernels. */
const PATIENCE = 0.2;
/** Looks between two readings of the clock. */
export const LOOKS = 256;

/**
 * A worker's part of a list of calls. Its jobs lie in the memory as CallList has written them; each job's parts are taken one
 * by one, and the next job begins when all parts of a job are computed.
 */
const LIST_FUNCTIONS = `
  const viewOf = (Numbers, at, length) => {
    // if the memory has grown, this thread sees that at the next turn of a loop
    while (memory.buffer.byteLength < at + length * Numbers.BYTES_PER_ELEMENT);
    return new Numbers(memory.buffer, at, length);
  };
  const readList = (from, length) => {
    const numbers = viewOf(Float64Array, from, length);
    const jobs = [];
    for (let at = 1; jobs.length < numbers[0]; ) {
      const [count, argument, scratch, bytes, hasGeometry] = numbers.subarray(at, at + 5);
      const geometry = Array.from(numbers.subarray(at + 5, at + 19));
      at += 19;
      const parts = [];
      while (parts.length < count) {
        const values = Array.from(numbers.subarray(at + 2, at + 2 + numbers[at + 1]));
        if (argument >= 0) values[argument] = scratch + thread * bytes;
        parts.push([calls[numbers[at]], values]);
        at += 2 + numbers[at + 1];
      }
      // a script has no parts for this thread, which waits until the first one has run it
      jobs.push([parts, hasGeometry === 1 ? geometry : undefined, count === ${String(SCRIPT)} ? 1 : count]);
    }
    return jobs;
  };
  const runList = ([from, length, wordsAt, version]) => {
    let jobs = lists.get(version);
    if (jobs === undefined) {
      jobs = readList(from, length);
      lists.set(version, jobs);
      if (lists.size > ${String(KEPT_LISTS)}) lists.delete(lists.keys().next().value);
    }
    const counts = viewOf(Int32Array, wordsAt, jobs.length * ${String(LIST_WORDS)});
    for (let nth = 0; nth < jobs.length; nth++) {
      const [parts, geometry, needed] = jobs[nth];
      const taken = nth * ${String(LIST_WORDS)};
      for (let set = false; ; ) {
        const part = Atomics.add(counts, taken, 1);
        if (part >= parts.length) break;
        if (geometry !== undefined && !set) instance.geometry(...geometry);
        set = true;
        try {
          parts[part][0](...parts[part][1]);
        } catch {
          Atomics.store(words, ${String(WORD.failed)}, 1);
        }
        Atomics.add(words, ${String(WORD.helped)}, 1);
        Atomics.add(counts, taken + 1, 1);
      }
      for (let until = 0, look = 1; ; look++) {
        const done = Atomics.load(counts, taken + 1);
        if (done >= needed) break;
        if (look % ${String(LOOKS)} !== 0) continue;
        until ||= performance.now() + ${String(LIST_PATIENCE)};
        if (performance.now() > until) Atomics.wait(counts, taken + 1, done, ${String(NAP)});
      }
    }
  };`;

/**
 * The script of a worker: it computes parts of jobs with its own instance of the kernels, on the memory of all threads.
 *
 * A text, so that a worker starts without a file to load, in Node and in browsers.
 */
export function workerScript(): string {
  return `
const run = ({ module, memory, control, kernels, doubled, thread }) => {
  const words = new Int32Array(control, 0, ${String(JOB_AT / 4)});
  const job = new Float64Array(control, ${String(JOB_AT)});
  const instance = new WebAssembly.Instance(module, { env: { memory } }).exports;
  instance.useDoubleVectors(doubled);
  const calls = kernels.map((name) => instance[name]);
  const lists = new Map();
  ${LIST_FUNCTIONS}
  const has = (open) => (open & 255) !== 0 && ((open >> 8) & 255) > thread;
  for (;;) {
    let open = Atomics.load(words, ${String(WORD.open)});
    if (!has(open)) {
      const until = performance.now() + ${String(PATIENCE)};
      do {
        for (let look = 0; !has(open) && look < ${String(LOOKS)}; look++) open = Atomics.load(words, ${String(WORD.open)});
      } while (!has(open) && performance.now() < until);
    }
    if (!has(open)) {
      Atomics.add(words, ${String(WORD.sleeping)}, 1);
      Atomics.wait(words, ${String(WORD.open)}, open);
      Atomics.sub(words, ${String(WORD.sleeping)}, 1);
      continue;
    }
    if (Atomics.compareExchange(words, ${String(WORD.open)}, open, open - 1) !== open) continue;
    try {
      const at = ${String(HEAD)} + ((open & 255) - 1) * ${String(PART)};
      const values = Array.from(job.subarray(at + 2, at + 2 + job[at + 1]));
      if (job[0] >= 0) values[job[0]] = job[1] + thread * job[2];
      if (job[at] === ${String(LIST)}) runList(values);
      else {
        if (job[3] === 1) instance.geometry(...job.subarray(4, ${String(HEAD)}));
        calls[job[at]](...values);
      }
    } catch {
      Atomics.store(words, ${String(WORD.failed)}, 1);
    }
    Atomics.add(words, ${String(WORD.helped)}, 1);
    Atomics.add(words, ${String(WORD.done)}, 1);
    if (Atomics.load(words, ${String(WORD.waiting)}) === 1) Atomics.notify(words, ${String(WORD.done)});
  }
};
if (typeof process === "object" && process.getBuiltinModule !== undefined) run(process.getBuiltinModule("node:worker_threads").workerData);
else onmessage = ({ data }) => run(data);
`;
}
