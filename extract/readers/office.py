"""LibreOffice, where it is installed: turns files of formats that are not read here into .docx."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

# It starts in two to ten seconds and converts a plan in one; a machine under load takes several times that.
TIMEOUT = 60  # seconds
_PROGRAMS = ("soffice", "libreoffice")


def convert(data: bytes, suffix: str) -> bytes | None:
    """The same document as .docx; None where LibreOffice is missing, cannot read it or takes too long.

    `suffix` is that of the file (`.doc`): LibreOffice looks at the content too.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        return None
    # With a profile of its own it neither waits for one that is open nor leaves anything behind.
    with TemporaryDirectory(prefix="doisoat-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"plan{suffix}"
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder), str(source)),
        ]
        if not _run(command):
            return None
        made = folder / "plan.docx"
        return made.read_bytes() if made.is_file() else None


def _run(command: list[str]) -> bool:
    """Whether a program ended in time; where it does not, it is ended with all that it started."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        return False
    with process:
        try:
            return process.wait(TIMEOUT) == 0
        except subprocess.TimeoutExpired:
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            return False
