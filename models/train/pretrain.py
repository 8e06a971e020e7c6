"""Stage `pretrain`: masked language modelling over all text, nearest to the product's own most often."""
import numpy
import torch
import torch.nn.functional as F

from encoder import FULL, TINY, Encoder, MaskedWords
from loop import Checkpoint, Clock, buckets, half, optimiser, pad, rate, seed, step
from tokens import Tokenizer

HIDDEN_PART = 0.18
PEAK = 1e-3
TOKENS_A_STEP = 2048


def hide(ids, mask, tokenizer, dice):
    """Hides runs of one to three tokens. Gives what the network sees, and the hidden places."""
    special = (ids == tokenizer.cls) | (ids == tokenizer.sep) | (mask == 0)
    begins = torch.from_numpy(dice.random(ids.shape) < HIDDEN_PART * 0.62)
    longer = torch.from_numpy(dice.random(ids.shape) < 0.45)
    chosen = begins.clone()
    second = torch.zeros_like(begins)
    second[:, 1:] = begins[:, :-1] & longer[:, :-1]
    third = torch.zeros_like(begins)
    third[:, 1:] = second[:, :-1] & longer[:, :-1]
    chosen = (chosen | second | third) & ~special
    fate = torch.from_numpy(dice.random(ids.shape))
    seen = ids.clone()
    seen[chosen & (fate < 0.8)] = tokenizer.mask
    swapped = chosen & (fate >= 0.8) & (fate < 0.9)
    seen[swapped] = torch.from_numpy(dice.integers(5, len(tokenizer.tokens), int(swapped.sum())))
    return seen, chosen


def rounds(corpus, chance):
    """Row numbers of one pass: each as often, on average, as its weight says."""
    while True:
        drawn = corpus["weights"] + numpy.array([chance.random() for _ in range(len(corpus["weights"]))])
        order = numpy.repeat(numpy.arange(len(drawn)), drawn.astype(int)).tolist()
        chance.shuffle(order)
        yield order


def build(options):
    """A new encoder over the learnt vocabulary, and its tokenizer."""
    tokenizer = Tokenizer.read(options.work / "vocab.txt")
    return Encoder(len(tokenizer.tokens), TINY if options.smoke else FULL), tokenizer


def pretrain(options):
    point = Checkpoint(options.work / "pretrain.pt", options.fresh)
    if point.finished:
        print("pretrain: done already", flush=True)
        return
    chance = seed(options.seed + 1)
    encoder, tokenizer = build(options)
    encoder.dropout.p = 0.0
    for block in encoder.blocks:
        block.dropout.p = 0.0
    model = MaskedWords(encoder)
    optim = optimiser([model])
    clock = Clock("pretrain", options.minutes, options.steps, *point.resume(model, optim))
    if clock.step:
        chance = seed(options.seed + 1 + clock.step)
    dice = numpy.random.default_rng(options.seed + clock.step)
    stored = numpy.load(options.work / "corpus.npz")
    corpus = {name: stored[name] for name in stored.files}
    lengths = numpy.diff(corpus["starts"]).tolist()
    saved = clock.seconds
    for order in rounds(corpus, chance):
        for batch in buckets(lengths, order, TOKENS_A_STEP, chance):
            rows = []
            for at in batch:
                start, end = corpus["starts"][at], corpus["starts"][at + 1]
                turn = int(corpus["turns"][at])
                rows.append((corpus["flat"][start:end].astype(numpy.int64), [0] * turn + [1] * (int(end - start) - turn)))
            ids, mask, types = pad(rows)
            seen, chosen = hide(ids, mask, tokenizer, dice)
            if not chosen.any():
                continue
            with half():
                scores = model(seen, mask, types, chosen)
            loss = F.cross_entropy(scores.float(), ids[chosen])
            step(optim, loss, list(model.parameters()), rate(clock.done, PEAK))
            clock.tick(int(mask.sum()), loss=loss.item())
            if clock.seconds - saved > 120:
                point.save(model, optim, clock, False)
                saved = clock.seconds
            if clock.done >= 1:
                point.save(model, optim, clock, True)
                return
