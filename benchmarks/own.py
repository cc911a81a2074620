"""Our own engine: each step as a user of the package would have it done."""

from __future__ import annotations

from runners import Answer, Clock, Job, runner


@runner("close", "accordsgraph", "accordsgraph")
def close(job: Job, clock: Clock) -> Answer:
    """From a file to a closed store that can be queried."""
    raise NotImplementedError("the engine is not written yet")
