"""Installs the built wheel into a clean environment, away from the checkout, and asks it the card's question."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).parent.parent


def main() -> None:
    (wheel,) = (TOP / "dist").glob("*.whl")
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        subprocess.run([sys.executable, "-m", "venv", str(place / "venv")], check=True)
        python = place / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(TOP / "requirements/run.txt")], check=True)
        subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
        program = [str(python.parent / "cagraph")]
        environment = {**os.environ, "CAGRAPH_STORE": str(place / "store")}
        environment.pop("PYTHONPATH", None)

        def run(*arguments: str) -> str:
            done = subprocess.run(
                [*program, *arguments], cwd=place, env=environment, check=True, stdout=subprocess.PIPE
            )
            return done.stdout.decode()

        answer = json.loads(run("ask", "which treaties link Kazakhstan and Uzbekistan", "--json"))
        assert "kaz-uzb-alliance-2022" in [row["treaty"]["id"] for row in answer["rows"]], answer
        assert json.loads(run("get", "/health"))["data_version"] == answer["data_version"]
        assert "</h1>" in run("get", "/about?lang=ru"), "the pages with their templates and words"
        run("export", "gexf", "--view", "ties", "--out", "ties.gexf")
        assert (place / "ties.gexf").stat().st_size > 1000
    print(f"{wheel.name} installs and answers")


if __name__ == "__main__":
    main()
