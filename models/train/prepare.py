"""Stage `prepare`: reads all text once, learns the vocabulary, and writes what the later stages read."""
import json
import random

import numpy

from kindred import kindred_rows
from sources import PUBLIC, calm_rows, outside_rows, own_rows, read_public, review_rows, write_lines
from tokens import Tokenizer, learn_vocabulary

LONGEST_TRAINED = 40
OWN_TIMES = 3.0


def segments_of(name, row):
    """The one or two texts of a row that pretraining reads together. Pairs are read together when they mean the same."""
    fields = PUBLIC[name][0]
    if name == "service-jddc-contexts":
        turns = [turn for turn in row["context"].split(",") if turn.strip()]
        found = [(before, turn) for before, turn in zip(turns, turns[1:])]
        return found + [(turns[-1], row["reply"])] if turns else [(row["reply"], "")]
    texts = [row[field] for field in fields if row[field]]
    if len(texts) < 2:
        return [(text, "") for text in texts]
    together = row.get("same", 1) == 1
    return [(texts[0], texts[1])] if together else [(text, "") for text in texts]


def shape(tokenizer, first, second):
    """Numbers of a row, and where its second segment begins (its length if it has none)."""
    if second:
        numbers, types = tokenizer.encode(second, first, LONGEST_TRAINED)
        return numbers, types.index(1) if 1 in types else len(numbers)
    numbers, _ = tokenizer.encode(first, None, LONGEST_TRAINED)
    return numbers, len(numbers)


def labelled_pairs(public, at_most):
    """Groups for the contrastive stage: pairs with a word whether they mean the same, and texts with a label."""
    groups = []
    for name, rows in public.items():
        if name.startswith("pairs-"):
            groups.append({"name": name, "kind": "pairs", "rows": [[r["a"], r["b"], r["same"]] for r in rows if r["a"] and r["b"]]})
        elif name in ("intent-banking77-train", "intent-clinc150-train", "intent-hwu64", "intent-smp2017", "intent-smp2019"):
            kept = [[r["text"], r["intent"]] for r in rows if r["intent"] != "oos" and not r["intent"].endswith(".nan")]
            groups.append({"name": name, "kind": "labels", "rows": kept[:at_most]})
    return groups


def vocabulary(options, own, public):
    """The tokenizer that an earlier pretraining was made with, or one learnt now."""
    path = options.work / "vocab.txt"
    if path.exists() and (options.work / "pretrain.pt").exists() and not (options.new_vocabulary or options.smoke):
        print("prepare: keeping the vocabulary that pretrain.pt was made with", flush=True)
        return Tokenizer.read(path)
    texts = [(f"{first} {second}", 5) for first, second in own]
    for name, rows in public.items():
        texts += [(" ".join(row[field] for field in PUBLIC[name][0]), PUBLIC[name][1]) for row in rows]
    tokens = learn_vocabulary(texts, 4200 if options.smoke else 8960)
    path.write_text("".join(f"{token}\n" for token in tokens), encoding="utf-8")
    print(f"prepare: {len(tokens)} tokens from {len(texts)} texts", flush=True)
    return Tokenizer(tokens)


def prepare(options):
    """Writes vocab.txt, corpus.npz, pairs.json and the public rows for the heads into the work folder."""
    work = options.work
    if (work / "sets.json").exists() and not options.fresh:
        print("prepare: there already", flush=True)
        return
    chance = random.Random(options.seed)
    at_most = 300 if options.smoke else None
    public = read_public(options.data, at_most)
    intents, moods, _ = own_rows(options.source)
    trained = [row for row in intents if row["split"] == "train"]
    own = [(row["text"], "") for row in trained]
    own += [(row.get("before") or row["text"], row["text"] if row.get("before") else "") for row in moods if row["split"] == "train"]

    tokenizer = vocabulary(options, own, public)

    flat, starts, turns, weights = [], [0], [], []
    parts = [(own, OWN_TIMES)]
    parts += [([pair for row in rows for pair in segments_of(name, row)], PUBLIC[name][1]) for name, rows in public.items()]
    unknown = 0
    for pairs, weight in parts:
        for first, second in pairs:
            numbers, turn = shape(tokenizer, first, second)
            if len(numbers) > 3:
                flat += numbers
                unknown += numbers.count(tokenizer.unk)
                starts.append(len(flat))
                turns.append(turn)
                weights.append(weight)
    numpy.savez(work / "corpus.npz", flat=numpy.array(flat, numpy.uint16), starts=numpy.array(starts, numpy.int64),
                turns=numpy.array(turns, numpy.uint8), weights=numpy.array(weights, numpy.float32))
    print(f"prepare: {len(turns)} rows, {len(flat)} tokens, {unknown / len(flat):.4%} unknown", flush=True)

    (work / "pairs.json").write_text(json.dumps(labelled_pairs(public, at_most), ensure_ascii=False), encoding="utf-8")
    reviews = review_rows(public)
    chance.shuffle(reviews)
    write_lines(work / "reviews.jsonl", reviews[:40000])
    write_lines(work / "calm.jsonl", calm_rows(trained, public))
    write_lines(work / "outside.jsonl", outside_rows(public))
    write_lines(work / "kindred.jsonl", kindred_rows(public, options.seed))
    sets = {name: len(rows) for name, rows in public.items()}
    (work / "sets.json").write_text(json.dumps(sets), encoding="utf-8")
