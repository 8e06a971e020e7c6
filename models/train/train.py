"""Trains the text encoder, stage by stage: `python3 models/train/train.py all`, or one stage by name.

Every stage keeps a checkpoint in the work folder: a stage that was stopped goes on where it was, one that is done is
left as it is, and `--fresh` begins it anew.
"""
import argparse
import os
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
MINUTES = {"pretrain": 15.0, "pairs": 8.0, "heads": 12.0}
SMOKE_STEPS = {"pretrain": 6, "pairs": 6, "heads": 6}
STAGES = ("prepare", "pretrain", "pairs", "heads", "export", "quantise", "card")


def options_of(arguments):
    parser = argparse.ArgumentParser(description="Trains the text encoder of this product.")
    parser.add_argument("stages", nargs="+", choices=(*STAGES, "all"), help="which stages to run, in this order")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("EVENKEEL_DATA", HERE / "../../../shared/data")),
                        help="folder with the public sets (default: EVENKEEL_DATA, or ../shared/data beside this project)")
    parser.add_argument("--minutes", type=float, help="how long a training stage may take")
    parser.add_argument("--steps", type=int, default=0, help="end a training stage after so many steps instead")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--threads", type=int, default=1, help="processor threads that torch may use")
    parser.add_argument("--fresh", action="store_true", help="begin the named stages anew")
    parser.add_argument("--again", action="store_true", help="have heads go on from the network that it left, with the rows of now")
    parser.add_argument("--new-vocabulary", action="store_true", help="let prepare learn another vocabulary, which ends older checkpoints")
    parser.add_argument("--smoke", action="store_true", help="everything once, tiny, in under a minute")
    options = parser.parse_args(arguments)
    options.source = HERE / ".work"
    options.work = options.source / "smoke" if options.smoke else options.source
    options.target = options.work / "encoder" if options.smoke else HERE.parent / "encoder"
    options.fresh = options.fresh or options.smoke
    if "all" in options.stages:
        options.stages = list(STAGES)
    return options


def main():
    options = options_of(sys.argv[1:])
    import torch

    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    options.work.mkdir(parents=True, exist_ok=True)
    (options.target / "onnx").mkdir(parents=True, exist_ok=True)
    limits = (options.minutes, options.steps)
    for stage in options.stages:
        options.minutes = limits[0] if limits[0] is not None else MINUTES.get(stage, 0.0)
        options.steps = limits[1] or (SMOKE_STEPS.get(stage, 0) if options.smoke else 0)
        began = time.monotonic()
        print(f"== {stage}", flush=True)
        getattr(__import__(stage), stage)(options)
        print(f"== {stage}: {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
