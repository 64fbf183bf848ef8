// The lab: networks that the reader's browser trains, without a kernel. What computes is in ../../engine/.
import { look } from "../chart.js";
import { button, h, table } from "../dom.js";
import { explorer } from "../explorer.js";
import { jobOf, points, withRun } from "../lab/runs.js";
import { LineChart } from "../line-chart.js";

const DASHES = [null, "6 4", "2 3", "8 3 2 3"]; // of runs whose networks are of the same kind

class Lab {
  #runs = [];
  #training = null; // what the engine returned, while it trains
  #problem = ""; // a sentence

  constructor(board, { content, looks, words, choose }) {
    Object.assign(this, { board, content, looks, words });
    this.redraw = () => choose({}, false);
    this.run = button(words.say("run"), () => this.#start());
    this.stop = button(words.say("stop"), () => this.#training?.stop());
    this.progress = h("progress", { value: 0, max: 1, "aria-label": words.say("progress") });
    this.results = h("div", { class: "results" });
    board.append(h("div", { class: "run" }, this.run, this.stop, this.progress));
    this.chart = new LineChart(board, words);
    board.append(this.results);
    this.#enable();
  }

  update({ values, labels, width }) {
    this.values = values;
    const { content, words } = this;
    const drawn = this.#curves();
    const ends = drawn.filter((curve) => curve.points.length);
    this.chart.update({
      width,
      height: content.height,
      margins: { marginLeft: 40, marginRight: 142, marginTop: 26, marginBottom: 38 },
      label: words.say("chart", { runs: ends.map(({ heard }) => heard).join("; ") || words.say("no_runs") }),
      x: { domain: [0, content.epochs], label: words.say("epoch"), labelOffset: 34, ticks: content.epochs },
      y: { domain: [0, 100], label: words.say("error"), grid: true, ticks: 5 },
      curves: drawn,
      grows: Boolean(this.#training),
      say: (x) => words.say("at_epoch", { epoch: x.toFixed(1) }),
      value: (y) => `${y.toFixed(1)} %`,
    });
    const chosen = { name: this.#name(values), rate: labels.learning_rate };
    return [words.say("chosen", chosen), this.#state()].filter(Boolean).join(" ");
  }

  #name = ({ depth, shortcut }) => this.content.names[shortcut].replace("{depth}", depth);

  #curves() {
    const { looks, words } = this;
    const same = this.#runs.every(({ rate }) => rate === this.#runs[0].rate);
    return this.#runs.map((run, i) => {
      const { colour, symbol } = look(looks, run.shortcut);
      const alike = this.#runs.slice(0, i).filter((other) => look(looks, other.shortcut).colour === colour);
      const heard = words.say("named", run);
      const tag = this.content.tags[run.shortcut].replace("{depth}", run.depth);
      const shown = points(run.errors, run.perEpoch);
      return {
        ...{ id: run.id, points: shown, colour, symbol, heard, dashes: DASHES[alike.length] },
        name: same ? tag : words.say("tag", { name: tag, rate: run.rate }),
      };
    });
  }

  /** What goes on, or how it ended. */
  #state() {
    const last = this.#runs.at(-1);
    if (this.#problem) return this.#problem;
    if (this.#training) return this.words.say("training", { name: last.name });
    if (!last) return "";
    if (!last.result) return this.words.say("stopped", { name: last.name });
    return this.words.say("ended", { name: last.name, ...written(last.result) });
  }

  async #start() {
    const { content, words, values } = this;
    this.#problem = "";
    this.run.disabled = true;
    try {
      const { load } = globalThis.resnetBook;
      await Promise.all([load("engine.js"), load("digits.js")]);
    } catch (error) {
      console.warn(error);
      this.#fail(words.say("not_loaded"));
      return;
    }
    const { engine, digits } = globalThis.resnetBook;
    const rate = String(values.learning_rate);
    const id = `${values.depth} ${values.shortcut} ${rate}`;
    const run = { id, ...values, name: this.#name(values), rate, errors: [], perEpoch: 1, result: null };
    this.#runs = withRun(this.#runs, run);
    const job = { ...jobOf(content, values), digits };
    this.#training = engine.start(job, (message) => this.#hear(run, message));
    this.#enable();
    this.redraw();
  }

  #hear(run, { step, result, unsupported, failed, diverged }) {
    if (step) {
      run.errors.push(step.error);
      run.perEpoch = step.steps / step.epochs;
      this.progress.value = step.step / step.steps;
      this.redraw();
      return;
    }
    this.#training = null;
    if (result) run.result = result;
    if (unsupported || failed) this.#runs = this.#runs.filter((other) => other !== run);
    if (unsupported) this.#problem = this.words.say("no_simd");
    if (failed) {
      console.warn(failed);
      this.#problem = this.words.say(diverged ? "diverged" : "failed", { name: run.name });
    }
    this.#enable();
    this.#list();
    this.redraw();
  }

  #fail(sentence) {
    this.#problem = sentence;
    this.#enable();
    this.redraw();
  }

  #enable() {
    const busy = Boolean(this.#training);
    this.run.disabled = busy || !globalThis.resnetBook?.load;
    this.stop.disabled = !busy;
    if (!globalThis.resnetBook?.load) this.#problem = this.words.say("kernel");
    if (!busy) this.progress.value = 0;
  }

  /** The table of the runs that ended. */
  #list() {
    const { words } = this;
    const rows = this.#runs
      .filter(({ result }) => result)
      .map(({ name, rate, result }) => {
        const { train, test, seconds } = written(result);
        return [
          words.say("named", { name, rate }),
          ...[`${train} %`, `${test} %`, `${seconds} s`].map(unbroken),
        ];
      });
    const head = ["network", "train_error", "test_error", "time"].map((key) => words.say(key));
    this.results.replaceChildren(...(rows.length ? [table({ head, rows })] : []));
  }

  unmount() {
    this.#training?.end();
    this.chart.unmount();
    this.board.replaceChildren();
  }
}

const unbroken = (text) => text.replace(" ", "\u00a0");

const written = ({ train, test, seconds }) => ({
  train: train.error.toFixed(1),
  test: test.error.toFixed(1),
  seconds: seconds.toFixed(1),
});

export default explorer({ mount: (board, context) => new Lab(board, context) });
