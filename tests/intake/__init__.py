"""Tests of ``core.intake``, one module for each of its own."""
