"""Stage `heads`: intent, mood and anger learnt together on the whole network, pairs of one intent still drawn together."""
import copy
from collections import defaultdict

import torch
import torch.nn.functional as F

from encoder import Understanding
from loop import Checkpoint, Clock, half, in_parts, optimiser, rate, seed, step
from measure import MOODS, intent_figures, mood_figures, rounded
from pretrain import build
from sources import SOME_ANGER, own_rows, read_lines

PEAK = 5e-4
LONGEST_TRAINED = 40
LABELS_A_STEP, OUTSIDE_A_STEP, KINDRED_A_STEP, MOODS_A_STEP = 44, 18, 14, 56
CONTEXT_PART = 0.15
NEUTRAL_TIMES = 3
LOOKS = 6


class Deck:
    """Rows in an order drawn anew whenever they are used up."""

    def __init__(self, rows, chance):
        self.rows, self.chance, self.waiting = rows, chance, []

    def draw(self, many):
        found = []
        while len(found) < many and self.rows:
            if not self.waiting:
                self.waiting = list(self.rows)
                self.chance.shuffle(self.waiting)
            found.append(self.waiting.pop())
        return found


def roughen(row, tokenizer, chance):
    """Now and then drops or hides a few tokens, as typing and hearing do; segments keep their tokens."""
    numbers, types = row
    if len(numbers) < 6 or chance.random() > 0.4:
        return row
    kept = [(number, kind) for number, kind in zip(numbers, types)
            if number in (tokenizer.cls, tokenizer.sep) or chance.random() > 0.1]
    kept = [(tokenizer.mask if number > tokenizer.mask and chance.random() < 0.05 else number, kind) for number, kind in kept]
    return [number for number, _ in kept], [kind for _, kind in kept]


class IntentBatches:
    """Two rows of each of some intents, rows that are out of scope, and public rows of a label that means an intent (half
    weight); a part of them after some other turn."""

    def __init__(self, rows, outside, kindred, befores, labels, tokenizer, chance):
        self.labels, self.tokenizer, self.chance, self.befores = labels, tokenizer, chance, befores
        of_label = defaultdict(list)
        for row in rows:
            of_label[labels.index(row["intent"])].append(row["text"])
        self.decks = {label: Deck(texts, chance) for label, texts in of_label.items()}
        self.order = Deck([label for label in of_label if label != len(labels) - 1], chance)
        self.kindred = Deck([(row["text"], labels.index(row["intent"])) for row in kindred], chance)
        self.outside = Deck([row["text"] for row in outside], chance)

    def draw(self, scale):
        last = len(self.labels) - 1
        rows = [(text, label) for label in self.order.draw(max(2, LABELS_A_STEP // scale)) for text in self.decks[label].draw(2)]
        many = max(2, OUTSIDE_A_STEP // scale)
        own = self.decks[last].draw(many if not self.outside.rows else many * 2 // 3)
        rows += [(text, last) for text in own + self.outside.draw(many - len(own))]
        more = self.kindred.draw(max(1, KINDRED_A_STEP // scale))
        weights = torch.tensor([1.0] * len(rows) + [0.5] * len(more))
        rows += more
        encoded = []
        for text, _ in rows:
            before = self.chance.choice(self.befores) if self.chance.random() < CONTEXT_PART else None
            encoded.append(roughen(self.tokenizer.encode(text, before, LONGEST_TRAINED), self.tokenizer, self.chance))
        return encoded, torch.tensor([label for _, label in rows]), weights


class MoodBatches:
    """Mostly our own turns, neutral ones several times; then service questions taken for neutral, then reviews and posts."""

    def __init__(self, own, calm, reviews, tokenizer, chance):
        self.tokenizer, self.chance = tokenizer, chance
        repeated = [row for row in own for _ in range(NEUTRAL_TIMES if row["mood"] == "neutral" else 2)]
        upset = [row for row in own if row["anger"] >= 2]
        parts = [(repeated, 0.55, 1.0), (upset, 0.05, 1.0), (calm, 0.2, 0.5), (reviews, 0.2, 0.5)]
        whole = sum(share for rows, share, _ in parts if rows)
        self.parts = [(Deck(rows, chance), share / whole, weight) for rows, share, weight in parts if rows]

    def draw(self, scale):
        rows, weights = [], []
        for deck, share, weight in self.parts:
            drawn = deck.draw(max(1, round(MOODS_A_STEP * share / scale)))
            rows += drawn
            weights += [weight] * len(drawn)
        encoded = []
        for row in rows:
            before = row.get("before")
            encoded.append(roughen(self.tokenizer.encode(row["text"], before, LONGEST_TRAINED), self.tokenizer, self.chance))
        moods = torch.tensor([MOODS.index(row["mood"]) for row in rows])
        return encoded, moods, torch.tensor([row["anger"] for row in rows]), torch.tensor(weights)


def alike_loss(vectors, labels):
    """Rows of one label nearer to each other than to any other row of the batch."""
    scores = vectors @ vectors.t() / 0.1
    self_ = torch.eye(len(labels), dtype=torch.bool)
    scores = scores.masked_fill(self_, -1e4)
    alike = (labels[:, None] == labels[None, :]) & ~self_
    logs = scores - torch.logsumexp(scores, -1, keepdim=True)
    return -(logs * alike).sum() / alike.sum().clamp(min=1)


def anger_loss(scores, levels, weights):
    """Cross-entropy where the level is known; where only some anger is known, the chance of none is pushed down."""
    logs = F.log_softmax(scores, -1)
    exact = -logs.gather(1, levels.clamp(0, 3)[:, None]).squeeze(1)
    some = -torch.logsumexp(logs[:, 1:], -1)
    told = (levels >= 0).float() * weights
    return (torch.where(levels == SOME_ANGER, some, exact) * told).sum() / told.sum().clamp(min=1.0)


def read(model, encoded):
    """Scores of intent, mood and anger, and sentence vectors."""
    def network(ids, mask, types):
        with half():
            intent, mood, anger, _, vectors = model(ids, mask, types)
        return intent.float(), mood.float(), anger.float(), vectors.float()

    return in_parts(network, encoded)


def losses(model, intents, moods, scale, told):
    """The two parts of a step, one after the other, so that only one of them is held in memory."""
    encoded, labels, weights = intents.draw(scale)
    scores, _, _, vectors = read(model, encoded)
    inside = labels != scores.shape[1] - 1
    loss = (F.cross_entropy(scores, labels, reduction="none", label_smoothing=0.05) * weights).sum() / weights.sum()
    told["intent"] = loss.item()
    yield loss + 0.1 * alike_loss(vectors[inside], labels[inside])
    encoded, kinds, levels, weights = moods.draw(scale)
    _, mood, anger, _ = read(model, encoded)
    loss = (F.cross_entropy(mood, kinds, reduction="none", label_smoothing=0.03) * weights).sum() / weights.sum()
    told["mood"] = loss.item()
    yield 0.6 * loss + 0.3 * anger_loss(anger, levels, weights)


def look(model, intents, moods, tokenizer, labels):
    """Figures on the validation rows, and the one number that decides which state is kept."""
    encode = lambda rows: [tokenizer.encode(row["text"], row.get("before")) for row in rows]
    kept, worst = intent_figures(model, intents, encode(intents), labels)
    figures = {"intent": rounded(kept), "weakest_intents": worst}
    score = kept["macro_f1"]
    if moods:
        kept = mood_figures(model, moods, encode(moods))
        figures["mood"] = rounded(kept)
        score += 0.5 * kept["macro_f1"]
    return figures, score


def heads(options):
    point = Checkpoint(options.work / "heads.pt", options.fresh)
    earlier = point.held if options.again and point.finished else None
    if earlier:
        point.held = None
    if point.finished:
        print("heads: done already", flush=True)
        return
    chance = seed(options.seed + 3)
    encoder, tokenizer = build(options)
    before = Checkpoint(options.work / "pairs.pt").held
    if before:
        encoder.load_state_dict(before["model"])
    utterances, turns, labels = own_rows(options.source)
    part = lambda rows, split: [row for row in rows if row["split"] == split]
    calm, reviews, outside, kindred = (read_lines(options.work / f"{name}.jsonl") for name in ("calm", "reviews", "outside", "kindred"))
    befores = [row["before"] for row in part(turns, "train") if row["before"]] * 3 + [row["text"] for row in part(utterances, "train")]
    model = Understanding(encoder, len(labels))
    if earlier:
        model.load_state_dict(earlier["model"])
    optim = optimiser([model], decay=0.02)
    clock = Clock("heads", options.minutes, options.steps, *point.resume(model, optim))
    if clock.step:
        chance = seed(options.seed + 3 + clock.step)
    intents = IntentBatches(part(utterances, "train"), outside, kindred, befores, labels, tokenizer, chance)
    moods = MoodBatches(part(turns, "train"), calm, reviews, tokenizer, chance)
    checked = [part(rows, "validation")[:: 20 if options.smoke else 1] for rows in (utterances, turns)]
    best = point.held["best"] if clock.step else {"score": -1.0}
    model.train()
    looked = int(clock.done * LOOKS)
    while clock.done < 1:
        told = {}
        step(optim, losses(model, intents, moods, 10 if options.smoke else 1, told), list(model.parameters()), rate(clock.done, PEAK))
        clock.tick(2 * LABELS_A_STEP + OUTSIDE_A_STEP + KINDRED_A_STEP + MOODS_A_STEP, **told)
        if int(clock.done * LOOKS) > looked or clock.done >= 1:
            looked = int(clock.done * LOOKS)
            figures, score = look(model, *checked, tokenizer, labels)
            print(f"heads: {figures}", flush=True)
            if score >= best["score"]:
                best = {"score": score, "figures": figures, "model": copy.deepcopy(model.state_dict()), "step": clock.step}
            point.save(model, optim, clock, False, best=best)
    model.load_state_dict(best["model"])
    rows = {"utterances": len(part(utterances, "train")), "turns": len(part(turns, "train")), "calm": len(calm),
            "reviews": len(reviews), "outside": len(outside), "kindred": len(kindred)}
    passes = (earlier or {}).get("passes", []) + [{"steps": clock.step, "seconds": clock.seconds}]
    point.save(model, optim, clock, True, passes=passes, figures=best["figures"], labels=labels, best_step=best["step"], rows=rows)
