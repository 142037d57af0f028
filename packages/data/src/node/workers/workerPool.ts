import type { Worker } from "node:worker_threads";
import { deserializeError, siblingModule } from "@tensorloom/core/internal";
import { spawnModuleWorker } from "@tensorloom/core/internal/node";
import { transferableBuffers } from "./transferableBuffers.ts";
import { drainAtExit, forgetAtExit, GRACE, ActiveCalls } from "./activeCalls.ts";
import { WorkerError } from "./workerError.ts";
import type { WorkerReply, WorkerInit, WorkerTask } from "./workerMessages.ts";

/** How a pool works. */
export interface PoolOptions extends Omit<WorkerInit, "underWay"> {
  readonly workers: number;
  /** Whether elements are handed over instead of copied. */
  readonly transferElements: boolean;
}

interface Job extends WorkerTask {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Whether a worker has died that had it. */
  suspect: boolean;
  /** Whether memory of its element went over: it cannot be sent twice. */
  handedOver: boolean;
}

interface Member {
  readonly worker: Worker;
  readonly jobs: Map<number, Job>;
  /** How many jobs it was ever given. */
  given: number;
  cause: unknown;
  readonly underWay: ActiveCalls;
}

/** Why an element is given up now that its worker has died; `undefined` where it is tried again. */
function reasonToGiveUp({ jobs, given }: Member, job: Job): string | undefined {
  if (job.suspect && given === 1) return "also when it was tried again alone";
  if (!job.handedOver) return undefined;
  const others = jobs.size === 1 ? "" : `or at any of ${String(jobs.size - 1)} more that it had; `;
  return `${others}not tried again, for its memory was handed over (transfer: "both")`;
}

/**
 * Worker threads that call one function: begun as they are needed, replaced where they die, ended with the pass.
 *
 * A worker may be at several elements when it dies. They are tried again one at a time, in a worker that has nothing
 * else to do; only one that ends a new worker by itself is at fault.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #members = new Set<Member>();
  /** Jobs that wait to be tried alone, and who tries one now. */
  readonly #suspects: Job[] = [];
  #trial: Member | undefined;
  /** Jobs for which there is no worker while one is tried. */
  readonly #waiting: Job[] = [];
  #next = 0;
  #closing: Promise<void> | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** What the function makes of an element. */
  run(element: unknown, index: number, epoch: number): Promise<unknown> {
    if (this.#closing !== undefined) return Promise.reject(new Error("mapInWorkers: the pass is closed"));
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#assign({ id, element, index, epoch, resolve, reject, suspect: false, handedOver: false });
    });
  }

  #assign(job: Job): void {
    const member = this.#idlest();
    if (member === undefined) this.#waiting.push(job);
    else this.#give(member, job);
  }

  /** Who has the fewest jobs; a new worker where all are busy and there may be more. */
  #idlest(): Member | undefined {
    const open = [...this.#members].filter((member) => member !== this.#trial);
    const idlest = open.sort((a, b) => a.jobs.size - b.jobs.size).at(0);
    const enough = idlest?.jobs.size === 0 || this.#members.size >= this.#options.workers;
    return enough ? idlest : this.#begin();
  }

  #give(member: Member, job: Job): void {
    const { id, element, index, epoch } = job;
    member.jobs.set(id, job);
    member.given += 1;
    member.worker.ref();
    try {
      const buffers = this.#options.transferElements ? transferableBuffers(element, "element") : [];
      job.handedOver = buffers.length > 0;
      member.worker.postMessage({ id, element, index, epoch } satisfies WorkerTask, buffers);
    } catch (error) {
      this.#done(member, id)?.reject(error); // an element that cannot be copied: a function, say
    }
  }

  #begin(): Member {
    const { module, name, stream, transferResults } = this.#options;
    const underWay = new ActiveCalls();
    drainAtExit(underWay);
    const workerData: WorkerInit = { module, name, stream, transferResults, underWay: underWay.memory };
    const worker = spawnModuleWorker(siblingModule(import.meta.url, "workerMain"), {
      workerData,
      imports: [module],
    });
    const member: Member = { worker, jobs: new Map(), given: 0, cause: undefined, underWay };
    this.#members.add(member);
    worker.unref(); // an idle worker keeps no process alive
    worker.on("message", (answer: WorkerReply) => this.#answered(member, answer));
    worker.on("messageerror", (error) => this.#unreadable(member, error));
    worker.on("error", (error) => (member.cause = error));
    worker.on("exit", (code) => this.#died(member, code));
    return member;
  }

  #answered(member: Member, answer: WorkerReply): void {
    if (answer.kind === "unusable") {
      this.#fail(member, deserializeError(answer.error));
      return;
    }
    const job = this.#done(member, answer.id);
    if (answer.kind === "failed") job?.reject(deserializeError(answer.error));
    else job?.resolve(answer.value);
  }

  /** A result that cannot be read does not say whose it is: where several can be meant, each is tried alone. */
  #unreadable(member: Member, cause: unknown): void {
    if (member.jobs.size > 1) {
      member.cause = cause;
      void endWorker(member, GRACE / 10); // the element whose result this was does not answer any more
      return;
    }
    this.#fail(
      member,
      new TypeError("mapInWorkers: the result came, but cannot be read in this thread", { cause }),
    );
  }

  #fail(member: Member, error: unknown): void {
    for (const id of [...member.jobs.keys()]) this.#done(member, id)?.reject(error);
  }

  #done(member: Member, id: number): Job | undefined {
    const job = member.jobs.get(id);
    member.jobs.delete(id);
    // One that is being ended keeps the process alive until it has: closing is waited for.
    if (member.jobs.size === 0 && this.#closing === undefined) {
      member.worker.unref();
      if (member === this.#trial) this.#try();
    }
    return job;
  }

  /** Tries the next suspect alone; where none is left, its worker is like the others again. */
  #try(): void {
    if (this.#closing !== undefined) return;
    const job = this.#suspects.shift();
    if (job !== undefined) {
      this.#give((this.#trial ??= this.#begin()), job);
      return;
    }
    this.#trial = undefined;
    for (const waiting of this.#waiting.splice(0)) this.#assign(waiting);
  }

  #died(member: Member, exitCode: number): void {
    this.#members.delete(member);
    forgetAtExit(member.underWay);
    if (this.#closing !== undefined) return; // ended on purpose
    const again: Job[] = [];
    for (const job of member.jobs.values()) {
      const story = reasonToGiveUp(member, job);
      const end = { module: this.#options.module, position: job.index, exitCode, cause: member.cause };
      if (story === undefined) again.push(Object.assign(job, { suspect: true }));
      else job.reject(new WorkerError({ ...end, story }));
    }
    this.#suspects.unshift(...again); // one that was tried in a worker that had done others has a new one next
    if (member === this.#trial) this.#trial = undefined;
    if (this.#trial === undefined) this.#try();
  }

  /** Ends the workers: each when it has done what it is at, or after five seconds. */
  close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    await Promise.all([...this.#members].map((member) => endWorker(member, GRACE)));
  }
}

/** Ends a worker once nothing is under way in it: see {@link ActiveCalls}. */
async function endWorker({ worker, underWay }: Member, grace: number): Promise<void> {
  await underWay.settled(grace);
  await worker.terminate();
}
