"""The benchmark runs, and prints every pipeline with its ratio to the usual one."""

import runpy
from pathlib import Path

TRAINER = Path(__file__).parents[3] / "benchmarks" / "trainer.py"


def test_benchmark_pairs_the_pipelines(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("RESNET_BOOK_CACHE", str(tmp_path))  # no CIFAR-10: random images
    monkeypatch.delenv("RESNET_BOOK_DATA", raising=False)
    options = "--depth 8 --rounds 1 --steps 5 --workers 0 --device cpu --precision float32"
    monkeypatch.setattr("sys.argv", [str(TRAINER), *options.split()])
    runpy.run_path(str(TRAINER), run_name="__main__")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("ResNet-8 on noise, batch 128, 5 steps, 1 rounds, cpu")
    table = [line.rsplit(maxsplit=4) for line in lines[2:]]
    names = ["usual", "usual, without .item()", "ours, float32", "ceiling, float32"]
    assert [name.strip() for name, *_ in table] == names
    rates = [float(median) for _, median, *_ in table]
    for rate, (*_, ratio) in zip(rates, table, strict=True):
        assert rate > 0
        assert abs(float(ratio) - rate / rates[0]) < 0.02


def test_all_pipelines_train_with_the_same_recipe(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("RESNET_BOOK_CACHE", str(tmp_path))
    monkeypatch.delenv("RESNET_BOOK_DATA", raising=False)
    trainer = runpy.run_path(str(TRAINER))
    data = trainer["part"](None, 256)
    errors = trainer["curves"](data, 8, "cpu", "float32", 2, workers=0, fuse=True)
    assert set(errors) == {"usual", "ours, float32", "ours, fused, float32"}
    for pairs in errors.values():
        assert len(pairs) == 3
        assert all(0 <= error <= 100 for pair in pairs for error in pair)
    assert capsys.readouterr().out.count("mean") == 6
