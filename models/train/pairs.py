"""Stage `pairs`: sentences that mean the same are drawn together, all others of a batch pushed apart."""
import json
import random
from collections import defaultdict

import torch
import torch.nn.functional as F

from encoder import sentence_of
from loop import Checkpoint, Clock, half, in_parts, optimiser, rate, seed, step
from pretrain import build
from sources import own_rows

TEMPERATURE = 0.05
PEAK = 4e-4
LONGEST_TRAINED = 32
OWN_SHARE = 0.4


def ranking_loss(first, second, labels):
    """Each row must find its partner among all of the batch, both ways. Rows of one label are no wrong answers."""
    scores = first @ second.t() / TEMPERATURE
    alike = (labels[:, None] == labels[None, :]) & ~torch.eye(len(labels), dtype=torch.bool)
    scores = scores.masked_fill(alike, -1e4)
    goal = torch.arange(len(labels))
    return (F.cross_entropy(scores, goal) + F.cross_entropy(scores.t(), goal)) / 2


def order_loss(first, second, same):
    """Any pair that means the same must be nearer than any pair of the batch that does not."""
    near = (first * second).sum(-1) / TEMPERATURE
    gaps = near[None, :] - near[:, None]
    wrong = (same[:, None] == 1) & (same[None, :] == 0)
    return torch.logsumexp(torch.cat([torch.zeros(1), gaps[wrong]]), 0)


class Group:
    """One source of pairs; a batch never mixes sources, which would be easy to tell apart."""

    def __init__(self, name, kind, rows, chance):
        self.name, self.kind, self.chance, self.waiting = name, kind, chance, []
        self.rows = rows
        self.of_label = defaultdict(list)
        if kind == "labels":
            for text, label in rows:
                self.of_label[label].append(text)
            self.of_label = {label: texts for label, texts in self.of_label.items() if len(texts) > 1}
            self.rows = sorted(self.of_label)

    def draw(self, many):
        """Rows (a, b, same, label): for labels two texts of each of some labels, for pairs some pairs."""
        found = []
        while len(found) < many:
            if not self.waiting:
                self.waiting = list(self.rows)
                self.chance.shuffle(self.waiting)
            row = self.waiting.pop()
            if self.kind == "pairs":
                found.append((row[0], row[1], row[2], -len(found) - 1))
            else:
                one, other = self.chance.sample(self.of_label[row], 2)
                found.append((one, other, 1, self.rows.index(row)))
        return found


def held_out(rows):
    """A twentieth of the pairs, by their text, for measuring."""
    return [row for row in rows if random.Random(row[0] + row[1]).random() < 0.05]


def vectors(encoder, tokenizer, texts):
    rows = [tokenizer.encode(text, None, LONGEST_TRAINED) for text in texts]

    def network(ids, mask, types):
        with half():
            states = encoder(ids, mask, types)
        return (sentence_of(states.float(), mask),)

    return in_parts(network, rows)[0]


def pair_quality(encoder, tokenizer, rows):
    """How often a pair that means the same is nearer than one that does not (area under the curve)."""
    encoder.eval()
    with torch.no_grad():
        near = []
        for at in range(0, len(rows), 128):
            part = rows[at : at + 128]
            both = vectors(encoder, tokenizer, [row[0] for row in part] + [row[1] for row in part])
            near.append((both[: len(part)] * both[len(part) :]).sum(-1))
    encoder.train()
    near, same = torch.cat(near), torch.tensor([row[2] for row in rows])
    yes, no = near[same == 1], near[same == 0]
    if not len(yes) or not len(no):
        return 0.0
    return (yes[:, None] > no[None, :]).float().mean().item()


def groups_of(options, chance):
    """Training groups with how often each is drawn, and held-out pairs by set."""
    held, groups = {}, []
    for group in json.loads((options.work / "pairs.json").read_text(encoding="utf-8")):
        rows, weight = group["rows"], 1.0
        if group["kind"] == "pairs":
            held[group["name"]] = held_out(rows)
            kept_out = {tuple(row) for row in held[group["name"]]}
            rows = [row for row in rows if tuple(row) not in kept_out]
            weight = 2.5
        if len(rows) > 8:
            groups.append((Group(group["name"], group["kind"], rows, chance), weight))
    intents, _, labels = own_rows(options.source)
    own = [[row["text"], row["intent"]] for row in intents if row["split"] == "train" and row["intent"] != labels[-1]]
    total = sum(weight for _, weight in groups) or 1.0
    groups.append((Group("own", "labels", own, chance), total * OWN_SHARE / (1 - OWN_SHARE)))
    return groups, held


def pairs(options):
    point = Checkpoint(options.work / "pairs.pt", options.fresh)
    if point.finished:
        print("pairs: done already", flush=True)
        return
    chance = seed(options.seed + 2)
    encoder, tokenizer = build(options)
    before = Checkpoint(options.work / "pretrain.pt").held
    if before:
        encoder.load_state_dict({name[8:]: w for name, w in before["model"].items() if name.startswith("encoder.")})
    optim = optimiser([encoder])
    clock = Clock("pairs", options.minutes, options.steps, *point.resume(encoder, optim))
    if clock.step:
        chance = seed(options.seed + 2 + clock.step)
    groups, held = groups_of(options, chance)
    encoder.train()
    saved = clock.seconds
    while clock.done < 1:
        group = chance.choices([g for g, _ in groups], [w for _, w in groups])[0]
        rows = group.draw(16 if options.smoke else 80)
        both = vectors(encoder, tokenizer, [row[0] for row in rows] + [row[1] for row in rows])
        first, second = both[: len(rows)], both[len(rows) :]
        same = torch.tensor([row[2] for row in rows])
        labels = torch.tensor([row[3] for row in rows])
        alike = same == 1
        loss = ranking_loss(first[alike], second[alike], labels[alike]) if alike.sum() > 1 else first.sum() * 0
        if (same == 0).any():
            loss = loss + 0.3 * order_loss(first, second, same)
        step(optim, loss, list(encoder.parameters()), rate(clock.done, PEAK))
        clock.tick(2 * len(rows), **{"loss": loss.item()})
        if clock.seconds - saved > 120:
            point.save(encoder, optim, clock, False)
            saved = clock.seconds
    figures = {name: round(pair_quality(encoder, tokenizer, rows), 4) for name, rows in held.items() if rows}
    print(f"pairs: held out, area under the curve: {figures}", flush=True)
    point.save(encoder, optim, clock, True, figures=figures)
