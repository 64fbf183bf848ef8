"""An explorer in a live kernel: JupyterLab, in a browser, synchronised both ways."""

import os
import re
import signal
import subprocess
import sys

import nbformat
import pytest

CELLS = [
    "from resnet_book.explorers import DegradationExplorer\n"
    "explorer = DegradationExplorer()\nexplorer",
    "explorer.depth = 20",
    'print("the kernel has depth", explorer.depth)',
]


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory):
    """The address of JupyterLab, serving a notebook with an explorer."""
    folder = tmp_path_factory.mktemp("notebooks")
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        cells=[nbformat.v4.new_code_cell(source) for source in CELLS],
    )
    nbformat.write(notebook, folder / "live.ipynb")
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0", "--IdentityProvider.token=", "--ServerApp.password=",
        "--ServerApp.disable_check_xsrf=True", "--allow-root", f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    server = subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        for line in server.stderr:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/lab", line):
                yield f"http://127.0.0.1:{found[1]}"
                break
        else:
            pytest.fail("JupyterLab did not start")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)
        server.stderr.close()


def test_explorer_and_kernel_follow_each_other(jupyter, browser):
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    # On a busy machine JupyterLab may ask something, such as which kernel to start.
    page.add_locator_handler(
        page.locator(".jp-Dialog"), lambda dialog: dialog.locator(".jp-mod-accept").click()
    )
    page.goto(f"{jupyter}/lab/tree/live.ipynb?reset", wait_until="load")
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    cells.first.wait_for(timeout=60_000)
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=60_000)

    def run(index):
        prompt = cells.nth(index).locator(".jp-InputPrompt")
        for _ in range(20):  # until the kernel has taken it: at first it may not listen yet
            cells.nth(index).locator(".cm-content").click()
            page.keyboard.press("Control+Enter")
            page.wait_for_timeout(500)
            if prompt.inner_text().strip() != "[ ]:":
                return
        pytest.fail(f"cell {index} does not run")

    run(0)
    slider = page.get_by_label("Depth", exact=True)
    slider.wait_for(timeout=60_000)
    assert slider.get_attribute("aria-valuetext") == "56"
    assert page.locator(".explorer .chart svg").count() == 1

    run(1)  # Python moves the slider
    page.wait_for_function(
        "document.querySelector('.explorer input[type=range]').ariaValueText === '20'"
    )

    slider.focus()  # the slider moves Python
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "32"
    run(2)
    printed = cells.nth(2).locator(".jp-OutputArea-output")
    printed.wait_for(timeout=30_000)
    assert "the kernel has depth 32" in printed.inner_text()
    page.close()
