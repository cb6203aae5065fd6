"""The simulated vCenter of tests/vcsim, for jobs that need one: simulator.Simulator(program, scenario, flags)."""

import json, pathlib, subprocess, tempfile


class Simulator:
    """A server that runs while the block does. `at` has its address, its account and its certificate."""

    def __init__(self, program, scenario, *flags):
        self.child = subprocess.Popen([program, "-scenario", scenario, *flags], text=True, stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.at = json.loads(self.child.stdout.readline())
        self.name = self.at["url"].removeprefix("https://").removesuffix("/sdk")
        self.files = tempfile.TemporaryDirectory()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.stdin.close()
        self.child.wait()
        self.files.cleanup()

    def file(self, name, text):
        path = pathlib.Path(self.files.name) / name
        path.write_text(text)
        return str(path)
