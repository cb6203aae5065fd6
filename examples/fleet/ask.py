#!/usr/bin/env python3
"""Answers questions about the runs of fleet.py: ask.py QUERY.sql..., beside the folder 'results'."""

import pathlib
import sys

import duckdb

base = duckdb.connect()
base.execute((pathlib.Path(__file__).parent / "queries/views.sql").read_text())
for query in sys.argv[1:]:
    print(base.sql(pathlib.Path(query).read_text()))
