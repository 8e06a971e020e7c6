"""The network: a BERT-shaped encoder that norms before each block, and the heads that read it."""
import math

import torch
import torch.nn.functional as F
from torch import nn

FULL = {"hidden": 256, "layers": 4, "heads": 4, "ffn": 1024, "positions": 64, "dropout": 0.1}
TINY = {"hidden": 32, "layers": 2, "heads": 2, "ffn": 64, "positions": 64, "dropout": 0.1}


class Norm(nn.LayerNorm):
    """A norm in full precision, whatever it is given."""

    def forward(self, states):
        return super().forward(states.float())


class Block(nn.Module):
    """Attention and a feed-forward part, each added to what comes in. Norms come first: that trains well from nothing."""

    def __init__(self, size):
        super().__init__()
        hidden, self.heads = size["hidden"], size["heads"]
        self.norm_attention, self.norm_ffn = Norm(hidden), Norm(hidden)
        self.into, self.out = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.wide, self.narrow = nn.Linear(hidden, size["ffn"]), nn.Linear(size["ffn"], hidden)
        self.dropout = nn.Dropout(size["dropout"])

    def forward(self, states, bias):
        rows, length, hidden = states.shape
        parts = self.into(self.norm_attention(states)).view(rows, length, 3, self.heads, hidden // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) / math.sqrt(hidden // self.heads) + bias
        mixed = (torch.softmax(scores, -1) @ value).transpose(1, 2).reshape(rows, length, hidden)
        states = states + self.dropout(self.out(mixed))
        return states + self.dropout(self.narrow(F.gelu(self.wide(self.norm_ffn(states)))))


class Encoder(nn.Module):
    """Token, position and segment embeddings under a stack of blocks; gives the last hidden states."""

    def __init__(self, vocabulary, size):
        super().__init__()
        hidden = size["hidden"]
        self.size = {**size, "vocabulary": vocabulary}
        self.tokens = nn.Embedding(vocabulary, hidden)
        self.positions = nn.Embedding(size["positions"], hidden)
        self.segments = nn.Embedding(2, hidden)
        self.norm_in, self.norm_out = Norm(hidden), Norm(hidden)
        self.blocks = nn.ModuleList(Block(size) for _ in range(size["layers"]))
        self.dropout = nn.Dropout(size["dropout"])
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                late = name.endswith(("out.weight", "narrow.weight"))
                nn.init.normal_(weight, std=0.02 / math.sqrt(2 * size["layers"]) if late else 0.02)
            elif name.endswith("bias"):
                nn.init.zeros_(weight)

    def forward(self, ids, mask, types):
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.tokens(ids) + self.positions(places) + self.segments(types)
        states = self.dropout(self.norm_in(states))
        bias = (1.0 - mask[:, None, None, :].to(states.dtype)) * -10000.0
        for block in self.blocks:
            states = block(states, bias)
        return self.norm_out(states)


def mean_of(states, weights):
    """Mean of hidden states, where `weights` says which tokens count."""
    weights = weights.to(states.dtype).unsqueeze(-1)
    return (states * weights).sum(1) / weights.sum(1).clamp(min=1.0)


def sentence_of(states, mask):
    """The vector of a sentence, of length one."""
    mean = mean_of(states, mask)
    return mean / (mean * mean).sum(-1, keepdim=True).clamp(min=1e-12).sqrt()


class MaskedWords(nn.Module):
    """Guesses hidden tokens. Its output weights are the encoder's token embeddings."""

    def __init__(self, encoder):
        super().__init__()
        hidden = encoder.size["hidden"]
        self.encoder = encoder
        self.dense, self.norm = nn.Linear(hidden, hidden), Norm(hidden)
        self.bias = nn.Parameter(torch.zeros(encoder.size["vocabulary"]))

    def forward(self, ids, mask, types, chosen):
        """Scores for the `chosen` places (row, column) alone: the rest would be computed for nothing."""
        states = self.encoder(ids, mask, types)[chosen]
        states = self.norm(F.gelu(self.dense(states)))
        return states @ self.encoder.tokens.weight.t() + self.bias


class Understanding(nn.Module):
    """Intent, mood and anger of a turn. The heads read the turn itself; what came before it reaches them by attention."""

    def __init__(self, encoder, intents):
        super().__init__()
        hidden = encoder.size["hidden"]
        self.encoder = encoder
        self.dropout = nn.Dropout(0.2 if hidden > 64 else 0.0)
        self.intent_dense, self.intent = nn.Linear(2 * hidden, hidden), nn.Linear(hidden, intents)
        self.mood_dense, self.mood = nn.Linear(2 * hidden, hidden // 2), nn.Linear(hidden // 2, 3)
        self.anger = nn.Linear(hidden // 2, 4)

    def forward(self, ids, mask, types):
        """Scores of intent, mood and anger, the last hidden states, and the sentence vector."""
        states = self.encoder(ids, mask, types)
        second = (types * mask).to(states.dtype)
        paired = second.amax(1, keepdim=True)
        turn = second * paired + mask.to(states.dtype) * (1.0 - paired)
        highest = (states + (turn.unsqueeze(-1) - 1.0) * 10000.0).amax(1)
        seen = torch.cat([mean_of(states, turn), highest], -1)
        intent = self.intent(self.dropout(F.gelu(self.intent_dense(self.dropout(seen)))))
        tone = self.dropout(F.gelu(self.mood_dense(self.dropout(seen))))
        return intent, self.mood(tone), self.anger(tone), states, sentence_of(states, mask)
