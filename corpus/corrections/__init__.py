"""Corrections by people (sổ đính chính): statements in plain files, applied at every build.

A ledger is a folder of JSON-lines files. Each line is one statement: who says when and why that a value is right, is
another, is missing, is none, or that two events are one occasion or two. The files are the source and the database is
made from them: nothing is lost when it is built anew.
"""
