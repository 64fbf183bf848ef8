// The shortcuts of both papers. A shortcut makes the block's sum from x and F(x):
//
//   added      h(x), the tensor that is added to F(x); null where the sum is another
//   forward(training)        computes h(x)
//   join(branch, sum, relu)  computes the sum, where nothing else has added h(x)
//   branchGradient(g)        the gradient of F(x), from g, that of the sum: g itself, or a buffer of its own
//   same                     whether g is also the gradient of x; else
//   backward(g, to)          adds the gradient of x to `to`
import { Convolution, Normalisation } from "./layers.js";

const DEFAULTS = {
  none: [],
  A: [],
  B: [],
  C: [],
  conv: [],
  scaling: [0.5, 1],
  "exclusive-gating": [-6],
  "shortcut-gating": [-6],
  dropout: [0.5],
};

/** "scaling=0.5,0.5" → {kind: "scaling", numbers: [0.5, 0.5]}; missing numbers get their defaults. */
export function parseShortcut(text) {
  const [kind, given] = text.split("=");
  if (!(kind in DEFAULTS)) throw new RangeError(`no shortcut ${text}`);
  const numbers = given ? given.split(",").map(Number) : [];
  return { kind, numbers: [...numbers, ...DEFAULTS[kind].slice(numbers.length)] };
}

/** Whether this shortcut is a projection where shapes change, or do not. */
export const projects = (kind, reshapes) => ["C", "conv"].includes(kind) || (kind === "B" && reshapes);

/** The shortcut of a block from x to a tensor of `outputs` channels. */
export function makeShortcut(plan, name, x, { shortcut, outputs, stride, normalised }) {
  const { kind, numbers } = parseShortcut(shortcut);
  const reshapes = stride !== 1 || x.channels !== outputs;
  if (kind === "none") return null;
  if (projects(kind, reshapes)) return new Projection(plan, name, x, outputs, stride, normalised);
  const carried = reshapes ? new Carried(plan, x, outputs, stride) : new Identity(x);
  if (kind === "dropout") return new Dropout(plan, carried, ...numbers);
  if (kind.endsWith("gating"))
    return new Gating(plan, name, carried, x, { outputs, stride, bias: numbers[0], kind });
  return new Sum(plan, carried, ...numbers);
}

/** x as it is. */
class Identity {
  constructor(x) {
    this.output = x;
  }

  forward() {}
}

/** x in the shape of F(x): subsampled, and with channels of zeros. */
class Carried {
  constructor(plan, x, outputs, stride) {
    Object.assign(this, { plan, x });
    this.output = plan.tensor(x.width / stride, outputs);
    this.shape = [this.output.width, stride, x.padded, this.output.padded, plan.row];
  }

  forward() {
    this.plan.kernels.carry(this.x.at, this.output.at, ...this.shape);
  }

  backward(g, to) {
    this.plan.kernels.carryBackward(g, to, ...this.shape);
  }
}

/** λ · x + μ · F(x); with 1 and 1 it is option A. */
class Sum {
  constructor(plan, carried, onX = 1, onBranch = 1) {
    Object.assign(this, { plan, carried, onX, onBranch });
    const plain = onX === 1 && onBranch === 1;
    this.added = plain ? carried.output : null;
    this.same = plain && !carried.backward;
  }

  forward() {
    this.carried.forward();
  }

  join(branch, sum, relu) {
    const { plan, carried, added, onX, onBranch } = this;
    const { at } = added ?? carried.output;
    plan.kernels.weightedSum(at, branch.at, sum.at, sum.bytes, onX, onBranch, relu);
  }

  branchGradient(g) {
    if (this.onBranch === 1) return g;
    const at = this.plan.scratch.take();
    this.plan.weigh(g, { ...this.carried.output, at }, this.onBranch);
    return at;
  }

  backward(g, to) {
    this.plan.borrow((at) => {
      this.plan.weigh(g, { ...this.carried.output, at }, this.onX);
      this.carriedGradient(at, to);
    });
  }

  /** Add the gradient of what was carried to that of x. */
  carriedGradient(g, to) {
    const { plan, carried } = this;
    if (carried.backward) carried.backward(g, to);
    else plan.kernels.weightedSum(to, g, to, carried.output.bytes, 1, 1, 0);
  }
}

/** W x + F(x): options B and C, with batch normalisation where `normalised`. */
class Projection extends Sum {
  constructor(plan, name, x, outputs, stride, normalised) {
    const layers = [new Convolution(plan, `${name}.0`, x, { outputs, kernel: 1, stride })];
    const last = layers[0].output;
    if (normalised) {
      const output = plan.training ? plan.tensor(last.width, outputs) : last;
      layers.push(new Normalisation(plan, `${name}.1`, last, output, false));
    }
    super(plan, layers.at(-1));
    this.layers = layers;
    this.same = false;
  }

  forward(training) {
    for (const layer of this.layers) layer.forward(training);
  }

  backward(g, to) {
    const [convolution, normalisation] = this.layers;
    if (!normalisation) return convolution.backward(g, to, 1);
    return this.plan.borrow((at) => {
      normalisation.backward(g, at, 0);
      convolution.backward(at, to, 1);
    });
  }
}

/** mask · x + F(x): dropout on the shortcut. In evaluation it is x + F(x). */
class Dropout extends Sum {
  constructor(plan, carried, probability) {
    super(plan, carried);
    this.probability = probability;
    this.added = plan.tensor(carried.output.width, carried.output.channels);
    this.mask = plan.training && plan.memory.take(this.added.bytes);
    this.same = false;
    plan.masks.push(this);
  }

  /** Draw a mask; masks that are given, by tests, stay. */
  draw() {
    if (!this.given) this.plan.kernels.dropoutMask(this.mask, this.added.bytes, this.probability);
  }

  forward(training) {
    const { plan, added, carried } = this;
    carried.forward();
    plan.weigh(carried.output.at, added, 1);
    if (training) plan.kernels.multiply(added.at, this.mask, added.bytes, added.bytes);
  }

  backward(g, to) {
    this.plan.borrow((at) => {
      const { bytes } = this.added;
      this.plan.weigh(g, { at, bytes }, 1);
      this.plan.kernels.multiply(at, this.mask, bytes, bytes);
      this.carriedGradient(at, to);
    });
  }
}

/** Gates: (1 − g(x)) · x + g(x) · F(x), or shortcut-only (1 − g(x)) · x + F(x), with g(x) = σ(W x + b). */
class Gating extends Sum {
  constructor(plan, name, carried, x, { outputs, stride, bias, kind }) {
    super(plan, carried);
    this.exclusive = Number(kind === "exclusive-gating");
    this.gate = new Convolution(plan, `${name}.gate`, x, { outputs, kernel: 1, stride, bias: true });
    this.added = null;
    this.same = false;
    plan.starts.set(`${name}.gate.bias`, bias);
  }

  forward() {
    this.carried.forward();
    this.gate.forward();
  }

  join(branch, sum, relu) {
    const { plan, carried, gate, exclusive } = this;
    this.branch = branch;
    plan.kernels.gate(gate.output.at, carried.output.at, branch.at, sum.at, sum.bytes, exclusive);
    if (relu) plan.weigh(sum.at, sum, 1, 1);
  }

  branchGradient(g) {
    const { plan, carried, gate, branch, exclusive } = this;
    this.slopes = [plan.scratch.take(), plan.scratch.take()]; // of x, and of the gate's argument
    const slope = plan.scratch.take();
    plan.kernels.gateBackward(
      ...[g, gate.output.at, carried.output.at, branch.at, this.slopes[0], slope, this.slopes[1]],
      ...[branch.bytes, exclusive],
    );
    return slope;
  }

  backward(_, to) {
    const [onX, onGate] = this.slopes;
    this.carriedGradient(onX, to);
    this.gate.backward(onGate, to, 1);
    for (const at of this.slopes) this.plan.scratch.give(at);
  }
}
