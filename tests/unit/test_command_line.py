"""The command line as a newcomer meets it: answers in words, errors on one line."""

import subprocess
import sys

import pytest
import torch

from resnet_book.__main__ import main
from resnet_book.arguments import parser
from resnet_book.commands import essential, file_name
from resnet_book.options import offered
from resnet_book.options import option as option_of
from resnet_book.training.recipes import Recipe


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_train_prints_its_errors_and_a_second_call_repeats_them(capsys, tmp_path):
    arguments = ["train", "--depth", "8", "--epochs", "1", "--device", "cpu"]
    assert main(arguments) == 0
    first = capsys.readouterr().out
    assert first.startswith("resnet-8-A on digits, recipe quick epochs=1, seed 0\n")
    assert "last epoch (1): training error" in first
    assert [p.name for p in (tmp_path / "checkpoints").iterdir()] == [
        "resnet-8-A-on-digits-recipe-quick-epochs=1-seed-0.pt"
    ]
    assert main(arguments) == 0
    assert capsys.readouterr().out == first
    assert main([*arguments, "--fresh"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == first.splitlines()[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--depth", "21"], "depth 21 is not 6n + 2"),
        (["--shortcut", "D"], "shortcut 'D' is not one of: none, A, B, C"),
        (["--block", "wide"], "block 'wide' is not one of: basic, bottleneck"),
        (["--order", "new"], "order 'new' is not one of: original"),
        (["--width", "0"], "width 0 is not a whole number"),
        (["--data", "mnist"], "'mnist'"),
        (["--data", "cifar10", "--folder", "nowhere"], "nowhere"),
        (["--recipe", "slow"], "recipe 'slow' is not one of: paper"),
        (["--epochs", "0"], "epochs 0 is below 1"),
        (["--learning-rate", "-1"], "learning_rate -1.0 is not a number above 0"),
        (["--learning-rate", "inf"], "learning_rate inf is not a number above 0"),
        (["--learning-rate", "nan"], "learning_rate nan is not a number above 0"),
        (["--warmup-epochs", "-1"], "warmup_epochs -1.0 is not a finite number"),
        (["--warmup-epochs", "inf"], "warmup_epochs inf is not a finite number"),
        (["--warmup-epochs", "nan"], "warmup_epochs nan is not a finite number"),
        (["--label-smoothing", "1"], "label_smoothing 1.0 is not from 0 to below 1"),
        (["--label-smoothing", "-0.1"], "label_smoothing -0.1 is not from 0 to below 1"),
        (["--label-smoothing", "nan"], "label_smoothing nan is not from 0 to below 1"),
        (["--width", "1000000"], "depth 20 and width 1000000 take at least"),
        (["--width", "9" * 30], "choose a smaller network"),
        (["--depth", "6000000000002"], "choose a smaller network"),
        (["--depth", "999998", "--width", "1"], "depth 999998 is above 10,000"),
        (["--block", "bottleneck", "--depth", "9" * 25 + "2"], "choose a smaller network"),
        (["--shortcut", "scaling=1e999"], "is not finite"),
        (["--shortcut", "dropout="], "is not a list of numbers"),
        (["--squeeze-excitation", "-1"], "squeeze_excitation -1 is not a whole number"),
        (["--epochs", "-1"], "epochs -1 is below 1"),
        (["--device", "meta"], "device 'meta' cannot be used"),
        (["--device", "cuda:99"], "device 'cuda:99' cannot be used"),
        (["--device", ""], "device '' cannot be used"),
        (["--checkpoint", "/dev/null/c.pt"], "cannot be written"),
        (["--data", "cifar100", "--folder", "nowhere"], "nowhere"),
        (["--precision", "half"], "precision 'half' is not one of"),
        (["--threads", "0"], "threads 0 is not from 1 to"),
        (["--threads", "100000"], "threads 100000 is not from 1 to"),
        (["--device", "abacus"], "device 'abacus' cannot be used"),
        (["--checkpoint", "."], "is a folder"),
        (["--learning-rate", "1e6", "--depth", "8", "--epochs", "1"], "is too high"),
        (["--epochs", "9" * 30], "is above 1,000,000,000"),
        (["--warmup-epochs", "1e308"], "warmup_epochs 1e+308 is above 1,000,000,000"),
        (["--shortcut", "shortcut-gating=1e300"], "'1e300' is too large for float32"),
        (["--shortcut", "exclusive-gating=1e39"], "'1e39' is too large for float32"),
        (["--device", "privateuseone"], "device 'privateuseone' cannot be used"),
        (["--device", "hpu"], "device 'hpu' cannot be used"),
        (["--device", "mkldnn"], "device 'mkldnn' cannot be used"),
        (["--device", "cpu:999"], "device 'cpu:999' cannot be used"),
        (["--recipe", ""], "recipe '' is not one of: paper"),
        (["--folder", "nowhere"], "digits come with a package, not from a folder"),
        (["--fresh", "--checkpoint", "."], "is a folder"),
    ],
)
def test_mistake_is_one_line_and_exit_code_2(arguments, message, capsys):
    assert main(["train", "--device", "cpu", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert message in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: command"),
        (["trian"], "invalid choice: 'trian'"),
        (["train", "--dept"], "--depth"),
        (["train", "--depth", "twenty"], "invalid int value: 'twenty'"),
        (["train", "--nonsense"], "unrecognized arguments: --nonsense"),
        (["train", "--seed", "9" * 23], f"{'9' * 23} is not a whole number from 0 to 4294967295"),
        (["train", "--seed", "-1"], "-1 is not a whole number from 0 to 4294967295"),
        (["train", "--seed", "1.5"], "1.5 is not a whole number from 0 to 4294967295"),
        (["train", "--threads", "two"], "invalid int value: 'two'"),
    ],
)
def test_unknown_argument_is_one_line_and_exit_code_2(arguments, message, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("content", [b"nothing", b"root:x:0:0:root\n", b"\xff\xfe\x00\x80", b""])
def test_damaged_checkpoint_is_reported_without_a_traceback(content, tmp_path, capsys):
    (tmp_path / "c.pt").write_bytes(content)
    assert main(["train", "--depth", "8", "--checkpoint", "c.pt"]) == 2
    assert capsys.readouterr().err == (
        "error: c.pt is not a checkpoint or is damaged: delete it to start again\n"
    )


def test_saved_tensor_is_no_checkpoint(tmp_path, capsys):
    torch.save(torch.zeros(3), tmp_path / "c.pt")
    assert main(["train", "--depth", "8", "--checkpoint", "c.pt"]) == 2
    assert capsys.readouterr().err.startswith("error: c.pt is not a checkpoint or is damaged")


def test_fresh_deletes_no_file_but_a_checkpoint(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("keep me")
    assert main(["train", "--depth", "8", "--fresh", "--checkpoint", "notes.txt"]) == 2
    error = "error: notes.txt is not a checkpoint, and is not deleted\n"
    assert capsys.readouterr().err == error
    assert (tmp_path / "notes.txt").read_text() == "keep me"


def test_missing_gpu_is_reported(capsys, monkeypatch):
    def no_gpu(*_, **__):
        raise RuntimeError("Found no NVIDIA driver on your system")

    monkeypatch.setattr("torch.zeros", no_gpu)
    assert main(["train", "--device", "cuda"]) == 2
    assert "device 'cuda' cannot be used by PyTorch on this machine" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "again"),
    [([], "the same command resumes"), (["--fresh"], "the same command without --fresh resumes")],
)
def test_interrupt_says_how_to_go_on_and_exits_with_130(capsys, monkeypatch, arguments, again):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("resnet_book.training.loop.train", interrupt)
    assert main(["train", "--depth", "8", *arguments]) == 130
    assert again in capsys.readouterr().err


@pytest.mark.parametrize(("data", "recipe"), [("digits", "quick"), ("cifar10", "short")])
def test_recipe_follows_the_data(data, recipe, capsys, monkeypatch):
    from resnet_book.data.datasets import digits

    monkeypatch.setattr("resnet_book.data.datasets.load", lambda name, folder: digits())
    monkeypatch.setattr("resnet_book.training.loop.train", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["train", "--depth", "8", "--data", data])
    assert f"recipe {recipe}, seed 0" in capsys.readouterr().out


def test_help_explains_every_option_with_an_example(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["train", "--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    for option in ("--depth", "--shortcut", "--data", "--recipe", "--seed", "--checkpoint"):
        assert option in text
    assert "python -m resnet_book train --depth 56 --shortcut none" in text


def test_file_names_hold_no_spaces():
    assert str(file_name("plain-20 on digits, seed 0")) == "plain-20-on-digits-seed-0.pt"


def test_importing_the_package_does_nothing():
    """No torch threads, no CUDA, no data, no print: the help answers before torch is loaded."""
    code = (
        "import sys, resnet_book, resnet_book.__main__\n"
        "assert 'torch' not in sys.modules and 'sklearn' not in sys.modules\n"
        "import torch; state = torch.get_rng_state(); threads = torch.get_num_threads()\n"
        "import resnet_book.training, resnet_book.data, resnet_book.results\n"
        "assert torch.equal(state, torch.get_rng_state()) and not torch.cuda.is_initialized()\n"
        "assert threads == torch.get_num_threads()\n"
        "assert not {'sklearn', 'pooch', 'PIL.Image'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("option", ["--folder"])
@pytest.mark.parametrize("flags", [[], ["--missing"]])
def test_runs_of_a_folder_that_is_not_there_are_an_error(option, flags, capsys, tmp_path):
    (tmp_path / "file").touch()
    for name in ("nowhere", "file"):
        assert main(["runs", option, name, *flags]) == 2
        assert capsys.readouterr().err == (
            f"error: {name} is not a folder: name one that holds records\n"
        )


def test_folder_without_records_is_an_error(capsys, tmp_path):
    assert main(["runs", "--folder", str(tmp_path)]) == 2
    assert "holds no recorded runs" in capsys.readouterr().err


def test_record_that_is_nested_too_deeply_is_reported(capsys, tmp_path):
    (tmp_path / "deep.json").write_text("[" * 100_000)
    assert main(["runs", "--folder", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert "deep.json is not JSON" in error
    assert error.count("\n") == 1


def test_record_that_cannot_be_written_fails_before_the_training(capsys, monkeypatch):
    monkeypatch.setattr("resnet_book.results.provenance.commit", lambda: "0" * 40)
    monkeypatch.setattr("resnet_book.training.loop.train", lambda *_, **__: 1 / 0)
    assert main(["record", "--depth", "8", "--out", "/dev/null/records"]) == 2
    assert "nothing can be written to /dev/null/records" in capsys.readouterr().err


@pytest.mark.parametrize(
    "message", ["[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: not enough memory",
                "CUDA out of memory. Tried to allocate"],
)  # fmt: skip
def test_memory_that_runs_out_is_one_line(message, capsys, monkeypatch):
    def full(*_, **__):
        raise RuntimeError(message)

    monkeypatch.setattr("resnet_book.training.loop.train", full)
    assert main(["train", "--depth", "8"]) == 2
    assert capsys.readouterr().err.startswith("error: out of memory: choose a smaller")


def test_pytorchs_own_error_is_known(capsys, monkeypatch):
    def full(*_, **__):
        torch.empty(2**55, dtype=torch.uint8)

    monkeypatch.setattr("resnet_book.training.loop.train", full)
    assert main(["train", "--depth", "8", "--device", "cpu"]) == 2
    assert capsys.readouterr().err.startswith("error: out of memory: choose a smaller")


def test_defect_of_the_program_is_not_hidden(monkeypatch):
    def defect(*_, **__):
        raise RuntimeError("shapes do not match")

    monkeypatch.setattr("resnet_book.training.loop.train", defect)
    with pytest.raises(RuntimeError, match="shapes do not match"):
        main(["train", "--depth", "8"])


def test_every_choice_about_a_block_is_on_the_command_line_and_in_a_records_command():
    arguments = ["train", "--depth", "29", "--block", "bottleneck", "--shortcut", "B", "--order",
                 "original", "--no-batch-norm", "--squeeze-excitation", "8"]  # fmt: skip
    words = essential(parser().parse_args(arguments))
    assert words == [
        *("--depth", "29", "--shortcut", "B", "--block", "bottleneck", "--no-batch-norm"),
        *("--squeeze-excitation", "8", "--width", "16", "--data", "digits", "--seed", "0"),
    ]
    assert essential(parser().parse_args(["train", *words])) == words


def test_every_choice_about_a_training_is_in_a_records_command():
    choices = ["--epochs", "3", "--learning-rate", "0.05", "--warmup-epochs", "1.0",
               "--precision", "float32", "--label-smoothing", "0.1"]  # fmt: skip
    assert set(choices[::2]) == {option_of(field) for field in offered(Recipe).values()}
    words = essential(parser().parse_args(["train", *choices]))
    assert words[words.index("--data") + 2 : -2] == choices
    assert essential(parser().parse_args(["train", *words])) == words


def test_label_smoothing_changes_the_training_and_the_recipes_name(capsys, tmp_path):
    losses = []
    for smoothing in ("0", "0.1"):
        arguments = ["--depth", "8", "--epochs", "1", "--label-smoothing", smoothing]
        place = ["--device", "cpu", "--checkpoint", f"{smoothing}.pt"]
        assert main(["train", *arguments, *place]) == 0
        saved = torch.load(tmp_path / f"{smoothing}.pt", weights_only=True)
        losses.append(saved["epochs"][-1]["train_loss"])
    assert losses[1] > losses[0]
    titles = [line for line in capsys.readouterr().out.splitlines() if " on digits, " in line]
    assert titles == [
        "resnet-8-A on digits, recipe quick epochs=1, seed 0",
        "resnet-8-A on digits, recipe quick epochs=1 label_smoothing=0.1, seed 0",
    ]


def test_runs_lists_every_network_with_the_papers_error_and_the_gap(capsys):
    assert main(["runs"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (ours,) = [line for line in lines if line.startswith("resnet-20-A ") and " paper " in line]
    assert ours.split() == ["resnet-20-A", "cifar10", "paper", "1", "0.29", "8.29", "8.75", "-0.46"]
    (deep,) = [line for line in lines if line.startswith("plain-56 ")]
    assert deep.split()[1:4] == ["cifar10", "short", "3"]


def test_diverged_training_is_recorded_and_listed_as_such(capsys, tmp_path, monkeypatch):
    from resnet_book.training import history, loop

    def diverge(*arguments, **options):
        epoch = history.Epoch(1, 0.1, 2.0, 80.0, 2.0, 81.0, 1.0)
        raise history.Diverged("the loss is nan", (epoch,))

    monkeypatch.setattr(loop, "train", diverge)
    monkeypatch.setattr("resnet_book.results.runs.commit", lambda: "0" * 40)
    monkeypatch.setattr("resnet_book.results.provenance.commit", lambda: "0" * 40)
    assert main(["record", "--depth", "8", "--epochs", "3", "--weights", "--out", "here"]) == 0
    assert "diverged in epoch 2: here" in capsys.readouterr().out
    assert main(["runs", "--folder", "here"]) == 0
    assert "1 of 1 diverged" in capsys.readouterr().out


def test_training_that_diverges_in_its_first_epoch_is_recorded(capsys, monkeypatch):
    monkeypatch.setattr("resnet_book.results.runs.commit", lambda: "0" * 40)
    monkeypatch.setattr("resnet_book.results.provenance.commit", lambda: "0" * 40)
    arguments = ["--depth", "8", "--epochs", "1", "--learning-rate", "1e9", "--device", "cpu"]
    assert main(["record", *arguments, "--weights", "--out", "here"]) == 0
    assert "diverged in epoch 1: here" in capsys.readouterr().out
    assert main(["runs", "--folder", "here"]) == 0
    assert "1 of 1 diverged" in capsys.readouterr().out
