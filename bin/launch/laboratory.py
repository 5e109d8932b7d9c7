"""Whether this machine can make the networks of the fault laboratory (tests/faults)."""

import os
import shutil
import subprocess

TOOLS = ("ip", "ss", "nft", "turnserver")


def missing() -> str:
    """Why it cannot; empty where it can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "it needs root, for network namespaces"
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    if not os.access("/dev/net/tun", os.R_OK | os.W_OK):
        return "there is no /dev/net/tun"
    tried = f"xinqiao-try-{os.getpid()}"
    if subprocess.run(["ip", "netns", "add", tried], capture_output=True, check=False).returncode:
        return "this machine makes no network namespaces"
    subprocess.run(["ip", "netns", "delete", tried], capture_output=True, check=False)
    return ""
