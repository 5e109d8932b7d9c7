"""Tests: sentences about the cast."""
