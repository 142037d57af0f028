// A reporter of vitest: its JSON report, with what that leaves out. A file whose process died, or that was never begun,
// counts as failed, and `errors` lists the errors outside of tests, each with the file that was running.
import { relative } from "node:path";
import { JsonReporter } from "vitest/node";

export default class TestReport extends JsonReporter {
  #errors = [];
  #files = [];
  #unfinished = [];

  onTestRunStart(specifications) {
    this.#files = specifications.map(({ moduleId }) => this.#relative(moduleId));
  }

  async onTestRunEnd(modules, errors, reason) {
    this.#errors = errors.map(({ message, cause, VITEST_TEST_PATH: file }) => ({
      message: [message, cause?.message].filter(Boolean).join(" ").split("\n")[0],
      ...(file !== undefined && { file: this.#relative(file) }),
      isExit: String(message).startsWith("[vitest-pool]"),
    }));
    const ended = modules.filter((module) => ["passed", "failed", "skipped"].includes(module.state()));
    const names = ended.map(({ moduleId }) => this.#relative(moduleId));
    this.#unfinished = this.#files.filter((file) => !names.includes(file));
    await super.onTestRunEnd(modules, errors, reason);
  }

  async writeReport(text) {
    const report = JSON.parse(text);
    const ended = report.testResults
      .map((result) => ({ ...result, name: this.#relative(result.name) }))
      .filter(({ name }) => !this.#unfinished.includes(name));
    const message = "its process ended before its tests did";
    const testResults = [
      ...ended,
      ...this.#unfinished.map((name) => ({ name, status: "failed", message, assertionResults: [] })),
    ];
    const [errors, unfinished] = [this.#errors, this.#unfinished];
    const success = report.success && errors.length === 0 && unfinished.length === 0;
    await super.writeReport(JSON.stringify({ ...report, testResults, success, errors, unfinished }));
  }

  #relative(file) {
    return relative(this.ctx.config.root, file).replaceAll("\\", "/");
  }
}
