"""Stage `export`: the trained network as one ONNX graph of 32-bit numbers, and the files that go beside it."""
import json
import random
import warnings

import torch

from encoder import Understanding
from loop import Checkpoint, pad
from pretrain import build
from sources import own_rows
from tokenizer_files import write_files

INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
OUTPUTS = ["logits", "mood", "anger", "last_hidden_state", "sentence"]
COMPARED = 200


def trained(options):
    """The network as the heads' stage left it, its tokenizer, and what that stage told."""
    held = Checkpoint(options.work / "heads.pt").held
    if not held or not held["finished"]:
        raise SystemExit("the stage heads has not been finished")
    encoder, tokenizer = build(options)
    model = Understanding(encoder, len(held["labels"]))
    model.load_state_dict(held["model"])
    model.eval()
    return model, tokenizer, held


def samples(options, tokenizer):
    """Sentences with what the network itself says of them, for `compare.mjs`: some after another turn, some awkward."""
    utterances, turns, _ = own_rows(options.source)
    rows = [(row["text"], row.get("before")) for row in utterances + turns if row["split"] == "validation"]
    random.Random(options.seed).shuffle(rows)
    awkward = ["ＡＢＣ１２３ｘｙｚ", "订单号2026-11-21：8830 1452！！", "iPhone 15 Pro充不进电😡😡", "Café déjà vu naïve", "㈱①②㎏½",
               "怎么还没到？？？…【急】", "\t多个  空格\n换行", "ok的呀👍🏻", "a.b@c.com 13800138000", "他说“好的”——然后……", "한국어 テスト"]
    rows = [(text, None) for text in awkward] + rows
    return [row for row in rows if len(tokenizer.encode(*row)[0]) < 60 and len(tokenizer.bare(row[1] or "")) < 24][:COMPARED]


def export(options):
    model, tokenizer, held = trained(options)
    inputs = pad([([2, 7, 9, 3, 8, 3], [0, 0, 0, 0, 1, 1]), ([2, 7, 3], [0, 0, 0])])
    dynamic = {name: {0: "batch", 1: "length"} for name in [*INPUTS, "last_hidden_state"]}
    dynamic.update({name: {0: "batch"} for name in OUTPUTS if name not in dynamic})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, inputs, str(options.work / "model.onnx"), input_names=INPUTS, output_names=OUTPUTS,
                          dynamic_axes=dynamic, opset_version=14, do_constant_folding=True)
    figures = held["figures"]
    heats = {name: figures[name]["temperature"] for name in ("intent", "mood") if name in figures}
    write_files(options.target, tokenizer.tokens, model.encoder.size, held["labels"], heats)
    told = []
    with torch.no_grad():
        for text, before in samples(options, tokenizer):
            numbers, types = tokenizer.encode(text, before)
            logits, mood, anger, _, sentence = (part[0] for part in model(*pad([(numbers, types)])))
            told.append({"text": text, "before": before, "ids": numbers, "types": types, "logits": logits.tolist(),
                         "mood": mood.tolist(), "anger": anger.tolist(), "sentence": sentence.tolist()})
    (options.work / "samples.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    print(f"export: {(options.work / 'model.onnx').stat().st_size / 1e6:.2f} MB, {len(told)} samples to compare", flush=True)
