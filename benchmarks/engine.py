"""The engine that trains in the page beside the book's training loop, and its answers in Chromium.

    python benchmarks/engine.py                  # 56 layers, 110 steps, 8 and 16 channels wide
    python benchmarks/engine.py --rounds 9
    python benchmarks/engine.py --only answers   # one image through ResNet-56, and all removals

Both train ResNet-56 on the digits with the recipe ``quick``: the engine in node, the loop in
float32 with one thread and without ``--fuse``. They take turns, round by round, since a machine's
speed drifts; each training is a process of its own. Seconds of processor time are those of all its
threads, from making the network to the last step. Answers are timed in Chromium (CHROMIUM names
it, if it is not found), with the recorded weights. Run it on an idle machine.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import torch
from browser import FLAGS, chromium

from resnet_book.arguments import Parser, whole
from resnet_book.data import digits
from resnet_book.explorers.explorer import STATIC
from resnet_book.models import NetworkSpec, build, cifar_spec
from resnet_book.results import runs
from resnet_book.training import recipe, train

IN_NODE = Path(__file__).with_name("engine_in_node.mjs")

# Milliseconds of each answer: one image through the network, and all removals at once.
ANSWERS = """([spec, weights, rounds]) => {
  (0, eval)(resnetBook.engine.source);
  (0, eval)(resnetBook.answers.source);
  const { kernels, Network, readTensors, removalNetwork, removals } = residualEngine;
  const bytes = Uint8Array.from(atob(weights), (letter) => letter.charCodeAt(0));
  const tensors = readTensors(bytes.buffer);
  const images = Float32Array.from({ length: 3 * 32 * 32 }, (_, i) => ((i * 37) % 101) / 50 - 1);
  const kept = { images, labels: Int32Array.of(0) };
  const timed = (work) => Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  const one = new Network(kernels, spec, { size: 32, lanes: 4, training: false });
  one.load(tensors);
  const image = one.keep(kept);
  const all = removalNetwork(residualEngine, spec, tensors, 32);
  const again = all.keep(kept);
  return {
    image: timed(() => (one.forward(image, [0]), one.logits())),
    removals: timed(() => removals(all, again, 0)),
  };
}"""


def network(depth: int, width: int) -> NetworkSpec:
    """What both train."""
    return cifar_spec(depth, "A", width=width, in_channels=1)


def job(depth: int, width: int) -> dict[str, Any]:
    """The same for the engine."""
    return {"spec": asdict(network(depth, width)), "recipe": asdict(recipe("quick")), "seed": 0}


def by_engine(depth: int, width: int) -> dict[str, float]:
    done = subprocess.run(
        ["node", str(IN_NODE), json.dumps(job(depth, width))],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def by_loop(depth: int, width: int) -> dict[str, float]:
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    command = [sys.executable, __file__, "--depth", str(depth), "--one", str(width)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout)


def one_training(depth: int, width: int) -> None:
    """The book's loop, in this process; prints its times."""
    torch.set_num_threads(1)
    data = digits()
    spec = network(depth, width)
    ends: list[tuple[float, float]] = []  # of each epoch; the errors of all images follow the last

    def note(_: object = None) -> None:
        ends.append((time.perf_counter(), time.process_time()))

    note()
    result = train(build(spec), data, recipe("quick"), device="cpu", on_epoch=note, progress=False)
    wall, processor = (last - first for first, last in zip(ends[0], ends[-1], strict=True))
    print(json.dumps({"wall": wall, "processor": processor, "error": result.train_error}))


def trainings(depth: int, widths: Sequence[int], rounds: int) -> None:
    print(f"ResNet-{depth} on the digits, 110 steps, median of {rounds} rounds, in seconds\n")
    print("| width | by | wall | processor | least | most | training error |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for width in widths:
        rows: dict[str, list[dict[str, float]]] = {"engine": [], "loop": []}
        for _ in range(rounds):
            rows["engine"].append(by_engine(depth, width))
            rows["loop"].append(by_loop(depth, width))
        for name, each in rows.items():
            walls, used = ([row[kind] for row in each] for kind in ("wall", "processor"))
            print(
                f"| {width} | {name} | {median(walls):.2f} | {median(used):.2f} | {min(used):.2f} "
                f"| {max(used):.2f} | {each[0]['error']:.2f} % |",
                flush=True,
            )
        pairs = zip(rows["engine"], rows["loop"], strict=True)
        ratio = median(ours["processor"] / theirs["processor"] for ours, theirs in pairs)
        print(f"| {width} | engine / loop | | {ratio:.2f} | | | |", flush=True)


def answers(rounds: int) -> None:
    from playwright.sync_api import sync_playwright

    recorded = next(r for r in runs.load_all() if r.weights and r.spec.name == "resnet-56-A")
    assert recorded.weights is not None
    assert recorded.path is not None
    weights = recorded.path.with_name(recorded.weights.file).read_bytes()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page()
        page.evaluate("globalThis.resnetBook = {}")
        for name in ("engine.js", "answers.js"):
            page.evaluate(f"(0, eval)({json.dumps((STATIC / 'site' / name).read_text())})")
        encoded = base64.b64encode(weights).decode()
        times = page.evaluate(ANSWERS, [asdict(recorded.spec), encoded, rounds])
        browser.close()
    print(f"\nOne image of CIFAR-10's size, ResNet-56, Chromium, median of {rounds}, in ms\n")
    print("| what | median | least | most |")
    print("| --- | --- | --- | --- |")
    names = {"image": "one image", "removals": "the same with all 27 single removals"}
    for key, name in names.items():
        print(
            f"| {name} | {median(times[key]):.0f} | {min(times[key]):.0f} | {max(times[key]):.0f} |"
        )


def main() -> None:
    count = whole(1, 1000)
    parser = Parser(description=__doc__.partition("\n")[0])
    parser.add_argument("--depth", type=int, default=56, help="layers: 6n+2 (56)")
    parser.add_argument("--widths", type=count, nargs="+", default=[8, 16], help="channels (8 16)")
    parser.add_argument("--rounds", type=count, default=5, help="of each training")
    parser.add_argument("--answers", type=count, default=20, help="of each answer")
    parser.add_argument("--only", choices=("training", "answers"), help="measure nothing else")
    parser.add_argument("--one", type=count, metavar="WIDTH", help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        network(options.depth, 8)
    except ValueError as error:
        parser.error(str(error))
    if options.one:
        one_training(options.depth, options.one)
        return
    if options.only != "answers":
        trainings(options.depth, options.widths, options.rounds)
    if options.only != "training":
        answers(options.answers)


if __name__ == "__main__":
    main()
