// A block: y = f(h(x) + F(x)); see resnet_book.models.blocks, whose designs these are.
import { refuseUnknown } from "./choices.js";
import { Chain, Convolution } from "./layers.js";
import { makeShortcut, parseShortcut, projects } from "./shortcuts.js";

// He et al. 2016, Figure 4: the layers at every convolution but the last, and at the last one.
const ORDERS = {
  original: ["conv bn relu", "conv bn + relu"],
  "bn-after-addition": ["conv bn relu", "conv + bn relu"],
  "relu-before-addition": ["conv bn relu", "conv bn relu +"],
  "relu-only-preactivation": ["relu conv bn", "relu conv bn +"],
  "full-preactivation": ["bn relu conv", "bn relu conv +"],
};
// Kernel size and output channels, as a multiple of the block's width, of each convolution in the branch.
const BRANCHES = {
  basic: [
    [3, 1],
    [3, 1],
  ],
  bottleneck: [
    [1, 1],
    [3, 1],
    [1, 4],
  ],
};

/** Refuse a design of which anything is not followed here; `parseShortcut` refuses shortcuts. */
export const checkDesign = (design) =>
  refuseUnknown(design, "shortcut batch_norm", {
    shape: Object.keys(BRANCHES),
    order: Object.keys(ORDERS),
    stride_on: ["1x1", "3x3"],
    squeeze_excitation: [0],
  });

/** Whether the branch begins with an activation. */
export const preactivation = ({ order }) => !ORDERS[order][0].startsWith("conv");

/** Output channels as a multiple of the block's width. */
export const expansion = ({ shape }) => BRANCHES[shape].at(-1)[1];

/** The names of the layers {before, branch, after}; `shared`: what comes first is for both paths. */
export function arrange({ order, shape, batch_norm }, shared) {
  const [usual, last] = ORDERS[order];
  const texts = BRANCHES[shape].map((_, i, all) => (i < all.length - 1 ? usual : last));
  const names = texts
    .flatMap((text, i) => text.split(" ").map((name) => (/^(conv|bn)/.test(name) ? name + (i + 1) : name)))
    .filter((name) => batch_norm || !name.startsWith("bn"));
  const start = shared ? names.indexOf("conv1") : 0;
  const sum = names.indexOf("+");
  return { before: names.slice(0, start), branch: names.slice(start, sum), after: names.slice(sum + 1) };
}

export class Block {
  /**
   * @param name - such as layer1.0
   * @param x - the tensor of its input.
   * @param first - the first block of a network.
   */
  constructor(plan, name, x, { design, width, stride, first }) {
    Object.assign(this, { plan, name, x });
    const { kind } = parseShortcut(design.shortcut);
    const outputs = width * expansion(design);
    const shared = first || projects(kind, stride !== 1 || x.channels !== outputs);
    const names = arrange(design, shared);
    const make = this.#convolutions(design, width, stride);
    const chain = (layers, input) => new Chain(plan, `${name}.`, layers, input, make);
    this.before = chain(names.before, x);
    const input = this.before.output;
    this.shortcut = makeShortcut(plan, `${name}.downsample`, input, {
      shortcut: design.shortcut,
      outputs,
      stride,
      normalised: design.batch_norm && design.order !== "full-preactivation",
    });
    const rectified = names.after[0] === "relu";
    // In training one pass normalises, adds the shortcut and applies ReLU, where it may.
    this.fused = plan.training && rectified && names.branch.at(-1).startsWith("bn") && this.#adds();
    this.branch = chain([...names.branch, ...(this.fused ? ["relu"] : [])], input);
    if (this.fused && this.shortcut) this.branch.layers.at(-1).shortcut = this.shortcut.added;
    this.rectified = rectified && !this.fused;
    const { output } = this.branch;
    this.sum = plan.training && !this.fused ? plan.tensor(output.width, output.channels) : output;
    this.after = chain(names.after.slice(rectified ? 1 : 0), this.sum);
    this.output = this.after.output;
    this.switches = plan.training ? 0 : plan.memory.take(plan.row);
    this.lastNormalisation = names.branch.findLast((layer) => layer.startsWith("bn"));
    plan.release(x);
    if (input !== x) plan.release(input);
  }

  #adds() {
    return !this.shortcut || Boolean(this.shortcut.added);
  }

  #convolutions({ shape, stride_on, batch_norm }, width, stride) {
    const strides = shape === "bottleneck" && stride_on === "3x3" ? 2 : 1;
    return (name, input) => {
      const number = Number(name.slice(4));
      const [kernel, factor] = BRANCHES[shape][number - 1];
      return new Convolution(this.plan, `${this.name}.${name}`, input, {
        outputs: width * factor,
        kernel,
        stride: number === strides ? stride : 1,
        bias: !batch_norm,
      });
    };
  }

  forward(training) {
    const { plan, shortcut, branch, sum, rectified, switches } = this;
    this.before.forward(training);
    shortcut?.forward(training);
    branch.forward(training);
    if (switches) plan.kernels.multiply(branch.output.at, switches, branch.output.bytes, plan.row);
    if (!this.fused) {
      if (shortcut) shortcut.join(branch.output, sum, Number(rectified));
      else plan.weigh(branch.output.at, sum, 1, Number(rectified));
    }
    this.after.forward(training);
  }

  /** The gradient of x in a buffer, from that of the output, which is used up. */
  backward(g) {
    const { plan, shortcut, branch, sum } = this;
    this.after.backward(g, g, false, false);
    if (this.rectified) plan.kernels.rectifyBackward(g, sum.at, g, sum.bytes, 0);
    const slope = shortcut ? shortcut.branchGradient(g) : g;
    const added = shortcut?.same; // the sum's gradient is that of x, too
    const to = added ? g : plan.scratch.take();
    branch.backward(slope, to, added, Boolean(shortcut) && slope === g);
    if (shortcut && !added) {
      shortcut.backward(g, to);
      plan.scratch.give(g);
    }
    this.before.backward(to, to, false, false);
    return to;
  }
}
