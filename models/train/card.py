"""Stage `card`: what the encoder is, what it was trained on, and how good it is, as `models/encoder/README.md`."""
import json

from encoder import FULL, TINY
from loop import Checkpoint
from sources import PUBLIC

FROM = {
    "sentiment": "SophonPlus/ChineseNlpCorpus; EPRSTMT: CLUEbenchmark/FewCLUE; nlpcc2014: qweraqq/NLPCC2014_sentiment",
    "emotion": "dbiir/UER-py (SMP2020-EWECT)", "service": "smartyfh/ASAP; zhangbo2008/JDDC_for_train_gpt_data",
    "pairs": "IceFlameWorm/NLP_Datasets; zejunwang1/CSTS",
    "intent": "PolyAI, clinc/oos-eval, jianguoz/Few-Shot-Intent-Detection, bitext, awslabs (MultiDoGO), OnionWang/SMP2019-ECDT-NLU, InsaneLife/ChineseNLPCorpus",
}
SAYS = {
    "rows": "rows", "accuracy": "accuracy, all classes", "macro_f1": "macro F1", "accuracy_zh": "accuracy, Chinese",
    "accuracy_en": "accuracy, English", "accuracy_in_scope": "accuracy on rows in scope", "top3": "right one among the first three",
    "outside_recall": "out of scope: recall", "outside_precision": "out of scope: precision",
    "outside_area": "out of scope: area under the curve", "temperature": "temperature that calibrates",
    "calibration_error": "calibration error after it", "negative_recall": "negative: recall", "negative_precision": "negative: precision",
    "neutral_called_negative": "neutral turns called negative", "accuracy_with_before": "accuracy on turns that lean on the one before",
    "anger_accuracy": "anger: exact level", "anger_within_one": "anger: within one level", "anger_high_area": "anger 2 and 3: area under the curve",
}


def table(figures):
    lines = [f"| {SAYS.get(name, name)} | {value} |" for name, value in figures.items() if value is not None]
    return "\n".join(["| what | value |", "|---|---|", *lines])


def stage_lines(options):
    lines = []
    for stage in ("pretrain", "pairs", "heads"):
        held = Checkpoint(options.work / f"{stage}.pt").held
        for at, run in enumerate((held or {}).get("passes", [held] if held else [])):
            last = held["best_step"] if "best_step" in held and at == len(held["passes"]) - 1 else None
            note = f"kept the state of step {last}" if last else "with fewer rows of our own" if at < len(held.get("passes", [])) - 1 else ""
            lines.append(f"| {stage} | {run.get('steps', run.get('step'))} | {run['seconds'] / 60:.1f} | {note} |")
    return "\n".join(["| stage | steps | minutes on one core | note |", "|---|---|---|---|", *lines])


def card(options):
    size = TINY if options.smoke else FULL
    held = Checkpoint(options.work / "heads.pt").held
    pairs = Checkpoint(options.work / "pairs.pt").held or {}
    sets = json.loads((options.work / "sets.json").read_text(encoding="utf-8"))
    tokens = len((options.work / "vocab.txt").read_text(encoding="utf-8").split("\n")) - 1
    graph = options.target / "onnx" / "model_quantized.onnx"
    parameters = sum(weight.numel() for weight in held["model"].values())
    figures, rows = held["figures"], held["rows"]
    used = "\n".join(f"| {name} | {many} | {PUBLIC[name][3]} |" for name, many in sets.items()) or "| none | 0 | |"
    weakest = ", ".join(f"{name} {value}" for name, value in figures["weakest_intents"].items())
    mood = table(figures["mood"]) if "mood" in figures else "No turns of our own with a mood were there."
    near = table(pairs.get("figures", {})) if pairs.get("figures") else "Not measured."
    text = f"""# The text encoder

A small network that reads one customer turn, Chinese first and English too, on the customer's or the agent's own device.
It tells the intent ({len(held['labels']) - 1} of them, and out of scope), the mood, the anger from 0 to 3, and a vector of the sentence.
Trained from nothing by `models/train`; no weights of anybody else are in it.

## Shape
{size['layers']} layers, {size['hidden']} wide, {size['heads']} attention heads, {size['ffn']} in the feed-forward part, norms before each block; {tokens} tokens: Chinese characters one each, English pieces, digits one by one. At most {size['positions']} tokens.
{parameters / 1e6:.2f} million numbers; `onnx/model_quantized.onnx` holds them in {graph.stat().st_size / 1e6:.2f} MB, weights as 8-bit numbers.

- In: `input_ids`, `attention_mask`, `token_type_ids`, whole numbers of 64 bits, (rows, length). With the turn before: `[CLS] before [SEP] turn [SEP]`, segments 0 and 1. Keep the last 24 tokens of `before`.
- Out: `logits` (intents in the order of `id2label`), `mood` (negative, neutral, positive), `anger` (0 to 3), `last_hidden_state`, and `sentence` (mean of the last hidden states, of length one: the product of two is their likeness).
- Divide `logits` and `mood` by the temperatures under `evenkeel` in `config.json` before turning them into chances.
- Weights are 8-bit in the file alone: a row's scores do not depend on what else is in its batch.

## Figures
On the validation split of the product's own rows, by the 32-bit network (`models/train/compare.mjs` holds that the file says the same to 0.15). Phrasings of a family are wholly in one split. The state kept, and the temperatures, were chosen on this split: it flatters a little. The test split was not looked at.

### Intent
{table(figures['intent'])}

Weakest, by F1: {weakest}.

### Mood and anger of service turns
{mood}

### Sentences that mean the same
Area under the curve on a twentieth of each set that was held out, after the stage `pairs`.

{near}

## Training
Seed {options.seed}; each stage adds its number to it. Stages end by time, so that two runs differ by some steps.

{stage_lines(options)}

The product's own rows: {rows['utterances']} utterances, {rows['turns']} turns with a mood. Beside them for the heads: {rows['calm']} service questions taken for neutral (half weight), {rows['reviews']} reviews and posts (half weight), {rows['outside']} commands to assistants as out of scope, {rows['kindred']} public utterances whose label means one of the intents (half weight).

## Public text
Used to learn from and nowhere copied: no sentence of it is in this folder. Most Chinese sets state no licence.

| set | rows | licence stated |
|---|---|---|
{used}

Where they come from: {'; '.join(dict.fromkeys(FROM.values()))}.

## Not for
Decisions about a person. Out-of-scope is known by examples: what resembles none of them can still be taken for an intent, so look at the chance as well. Irony, long stories and dialects are where it errs most.
"""
    (options.target / "README.md").write_text(text, encoding="utf-8")
    print(f"card: {options.target / 'README.md'}", flush=True)
