"""What every training stage shares: batches of similar length, a clock that ends a stage, checkpoints, one step."""
import random
import time

import numpy
import torch


def pad(rows, width=None):
    """Tensors of numbers, mask and segments for (numbers, segments) rows, as wide as the longest."""
    width = width or max(len(numbers) for numbers, _ in rows)
    ids, mask, types = (numpy.zeros((len(rows), width), dtype=numpy.int64) for _ in range(3))
    for at, (numbers, segments) in enumerate(rows):
        ids[at, : len(numbers)] = numbers
        mask[at, : len(numbers)] = 1
        types[at, : len(numbers)] = segments
    return torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(types)


def in_parts(network, rows, parts=3):
    """What a network gives for rows, in their order, with the short rows apart from the long ones: less to pad.

    `network` takes numbers, mask and segments, and gives tensors with a row each.
    """
    order = sorted(range(len(rows)), key=lambda at: len(rows[at][0]))
    many = -(-len(rows) // parts)
    given = [network(*pad([rows[at] for at in order[start : start + many]])) for start in range(0, len(rows), many)]
    back = torch.tensor(sorted(range(len(order)), key=order.__getitem__))
    return [torch.cat(part)[back] for part in zip(*given)]


def buckets(lengths, order, budget, chance):
    """Cuts an order of rows into batches of at most `budget` tokens, rows of a batch being of about one length."""
    batches = []
    for start in range(0, len(order), 4096):
        pool = sorted(order[start : start + 4096], key=lambda at: lengths[at])
        batch, widest = [], 0
        for at in pool:
            widest = max(widest, lengths[at])
            if batch and widest * (len(batch) + 1) > budget:
                batches.append(batch)
                batch, widest = [], lengths[at]
            batch.append(at)
        if batch:
            batches.append(batch)
    chance.shuffle(batches)
    return batches


class Clock:
    """How far a stage is: by its steps where a number was given, else by the minutes it may take, resumed ones included."""

    def __init__(self, stage, minutes, steps, step=0, spent=0.0):
        self.stage, self.limit, self.steps = stage, minutes * 60, steps
        self.step, self.spent, self.began = step, spent, time.monotonic()
        self.first, self.told, self.sums, self.units = step, time.monotonic(), {}, 0

    @property
    def seconds(self):
        return self.spent + time.monotonic() - self.began

    @property
    def done(self):
        """From 0 to 1."""
        return min(1.0, self.step / self.steps if self.steps else self.seconds / max(self.limit, 1e-9))

    def tick(self, units, **losses):
        """Counts a step of so many tokens or rows, and tells of it every 20 seconds and at the end."""
        self.step += 1
        self.units += units
        for name, value in losses.items():
            self.sums.setdefault(name, []).append(value)
        now = time.monotonic()
        if now - self.told < 20 and self.done < 1:
            return
        ran = now - self.began
        means = " ".join(f"{name} {sum(values) / len(values):.3f}" for name, values in self.sums.items())
        left = self.seconds * (1 - self.done) / max(self.done, 1e-6)
        print(f"{self.stage}: step {self.step}, {means}, {(self.step - self.first) / ran:.2f} steps/s, "
              f"{self.units / ran:.0f} units/s, {left / 60:.1f} min left", flush=True)
        self.told, self.sums = now, {}


def rate(done, peak, warm=0.06):
    """Learning rate: a straight way up, then a straight way down to a fiftieth."""
    return peak * (done / warm if done < warm else max(0.02, (1 - done) / (1 - warm)))


def optimiser(modules, decay=0.01):
    """AdamW, without decay on biases, norms and single vectors."""
    weights = list({id(w): w for module in modules for w in module.parameters()}.values())
    groups = [{"params": [w for w in weights if w.dim() > 1], "weight_decay": decay},
              {"params": [w for w in weights if w.dim() <= 1], "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=1e-4, betas=(0.9, 0.98), eps=1e-6)


def step(optim, loss, weights, speed):
    """One step down, with the gradient's length held to 1. `loss` may be several, each let go before the next is made."""
    optim.zero_grad(set_to_none=True)
    for part in loss if not torch.is_tensor(loss) else [loss]:
        part.backward()
    torch.nn.utils.clip_grad_norm_(weights, 1.0)
    for group in optim.param_groups:
        group["lr"] = speed
    optim.step()


def half():
    """Matrices in bfloat16 where the processor has it: about twice as fast, and training does not notice."""
    return torch.autocast("cpu", torch.bfloat16)


class Checkpoint:
    """Where a stage stands, on disk."""

    def __init__(self, path, fresh=False):
        self.path = path
        self.held = torch.load(path, map_location="cpu") if path.exists() and not fresh else None

    @property
    def finished(self):
        return bool(self.held and self.held["finished"])

    def resume(self, model, optim):
        """Step and seconds spent so far; takes up the weights where there are some."""
        if not self.held:
            return 0, 0.0
        model.load_state_dict(self.held["model"])
        optim.load_state_dict(self.held["optimiser"])
        print(f"going on from step {self.held['step']} of {self.path.name}", flush=True)
        return self.held["step"], self.held["seconds"]

    def save(self, model, optim, clock, finished, **more):
        """Writes aside and renames, so that a kill leaves the checkpoint before."""
        state = {"model": model.state_dict(), "optimiser": None if finished else optim.state_dict(), "step": clock.step,
                 "seconds": clock.seconds, "finished": finished, **more}
        aside = self.path.with_suffix(".part")
        torch.save(state, aside)
        aside.replace(self.path)


def seed(number):
    """Seeds everything that draws; gives a source of chance for the stage's own draws."""
    random.seed(number)
    numpy.random.seed(number % 2**32)
    torch.manual_seed(number)
    return random.Random(number)
