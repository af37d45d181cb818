"""Fixtures of every test: where the plans lie, and Hypothesis without chance in CI."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI") == "true"

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if IN_CI else "local")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The plans that ship with the project."""
    return ROOT / "corpus"


@pytest.fixture(scope="session")
def plans() -> Path:
    """The real plans beside the checkout; without them a test is skipped, in CI it fails."""
    folder = ROOT.parent / "shared" / "plans"
    if not folder.is_dir():
        reason = "the real plans do not lie beside this checkout (../shared/plans)"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture
def spent() -> Callable[[Callable[[], object]], float]:
    """Seconds of the processor a piece of work takes: the least of three times, the memory of other tests left alone.

    Behind thousands of tests one sweep of the garbage collector takes longer than the work of a hundred pages.
    """

    def measure(work: Callable[[], object]) -> float:
        times = []
        for _ in range(3):
            gc.collect()
            gc.disable()
            try:
                before = time.process_time()
                work()
                times.append(time.process_time() - before)
            finally:
                gc.enable()
        return min(times)

    return measure


@pytest.fixture(scope="session")
def tesseract() -> None:
    """Tesseract for Vietnamese; without it a test is skipped, in CI it fails."""
    from extract.readers.scanned import ocr

    if ocr.find_models() is None:
        reason = f"Tesseract for Vietnamese is not installed. {ocr.remedy()}"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
