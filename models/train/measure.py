"""Figures on the validation split. The test split is read nowhere in this folder."""
import numpy
import torch

from loop import half, pad

MOODS = ["negative", "neutral", "positive"]


def predict(model, encoded):
    """Scores of intent, mood and anger for encoded rows, in their order."""
    order = sorted(range(len(encoded)), key=lambda at: len(encoded[at][0]))
    found = [None] * len(encoded)
    model.eval()
    with torch.no_grad(), half():
        for start in range(0, len(order), 128):
            part = order[start : start + 128]
            intent, mood, anger, _, _ = model(*pad([encoded[at] for at in part]))
            for at, *scores in zip(part, intent.float(), mood.float(), anger.float()):
                found[at] = scores
    model.train()
    return [torch.stack(scores) for scores in zip(*found)]


def macro_f1(truth, guess, classes):
    """The mean of each class's F1, classes without a row left out; and F1 by class."""
    each = {}
    for at in range(classes):
        hit, said, real = ((truth == at) & (guess == at)).sum(), (guess == at).sum(), (truth == at).sum()
        if real:
            each[at] = float(2 * hit / (said + real))
    return sum(each.values()) / max(1, len(each)), each


def area(positive, negative):
    """Chance that a positive has the higher score."""
    scores = numpy.concatenate([positive, negative])
    ranks = scores.argsort(kind="stable").argsort() + 1
    many = len(positive)
    return float((ranks[:many].sum() - many * (many + 1) / 2) / max(1, many * len(negative)))


def temperature(logits, truth):
    """What to divide scores by so that their chances are true ones, by least cross-entropy."""
    tried = numpy.arange(0.5, 3.01, 0.05)
    losses = [torch.nn.functional.cross_entropy(logits / t, truth).item() for t in tried]
    return round(float(tried[int(numpy.argmin(losses))]), 2)


def calibration_error(logits, truth):
    """Expected calibration error over ten bins of confidence."""
    sure, guess = torch.softmax(logits, -1).max(-1)
    error = 0.0
    for low in numpy.arange(0, 1, 0.1):
        inside = (sure > low) & (sure <= low + 0.1)
        if inside.any():
            gap = sure[inside].mean() - (guess[inside] == truth[inside]).float().mean()
            error += abs(gap.item()) * inside.float().mean().item()
    return error


def intent_figures(model, rows, encoded, labels):
    logits = predict(model, encoded)[0]
    truth = torch.tensor([labels.index(row["intent"]) for row in rows])
    guess = logits.argmax(-1)
    right = (guess == truth).float()
    of = lambda language: torch.tensor([row["language"] == language for row in rows])
    last = len(labels) - 1
    inside = truth != last
    heat = temperature(logits, truth)
    chances = torch.softmax(logits, -1)
    macro, each = macro_f1(truth.numpy(), guess.numpy(), len(labels))
    figures = {
        "rows": len(rows), "accuracy": right.mean().item(), "macro_f1": macro,
        "accuracy_zh": right[of("zh")].mean().item(), "accuracy_en": right[of("en")].mean().item(),
        "accuracy_in_scope": right[inside].mean().item(),
        "top3": (logits.topk(3).indices == truth[:, None]).any(-1).float().mean().item(),
        "outside_recall": right[~inside].mean().item(),
        "outside_precision": ((guess == last) & ~inside).sum().item() / max(1, (guess == last).sum().item()),
        "outside_area": area(chances[~inside, last].numpy(), chances[inside, last].numpy()),
        "temperature": heat, "calibration_error": calibration_error(logits / heat, truth),
    }
    worst = sorted(each.items(), key=lambda item: item[1])[:8]
    return figures, {labels[at]: round(f1, 3) for at, f1 in worst}


def mood_figures(model, rows, encoded):
    _, logits, upset = predict(model, encoded)
    truth = torch.tensor([MOODS.index(row["mood"]) for row in rows])
    guess = logits.argmax(-1)
    right = (guess == truth).float()
    hit = ((guess == 0) & (truth == 0)).sum().item()
    anger = torch.tensor([row["anger"] for row in rows])
    level = upset.argmax(-1)
    heated = torch.softmax(upset, -1)[:, 2:].sum(-1).numpy()
    high = (anger >= 2).numpy()
    by = lambda want: [index for index, row in enumerate(rows) if want(row)]
    part = lambda want: right[by(want)].mean().item() if by(want) else None
    return {
        "rows": len(rows), "accuracy": right.mean().item(), "macro_f1": macro_f1(truth.numpy(), guess.numpy(), 3)[0],
        "accuracy_zh": part(lambda row: row["language"] == "zh"), "accuracy_en": part(lambda row: row["language"] == "en"),
        "accuracy_with_before": part(lambda row: row["before"]),
        "negative_recall": hit / max(1, (truth == 0).sum().item()), "negative_precision": hit / max(1, (guess == 0).sum().item()),
        "neutral_called_negative": ((guess == 0) & (truth == 1)).sum().item() / max(1, (truth == 1).sum().item()),
        "anger_accuracy": (level == anger).float().mean().item(),
        "anger_within_one": ((level - anger).abs() <= 1).float().mean().item(),
        "anger_high_area": area(heated[high], heated[~high]) if high.any() else None,
        "temperature": temperature(logits, truth),
    }


def rounded(figures):
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in figures.items()}
