"""Packets of sound and picture, in a process of its own. Knows aiortc; knows neither Django nor Channels, nor anybody.

So far it holds the echo peer of the check before entry: whoever connects gets their own packets back, undecoded.
"""
