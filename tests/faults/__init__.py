"""Calls over bad lines: two browsers in two networks that a made line joins."""
