"""Text to token numbers: normalising, splitting, WordPiece, and the making of the vocabulary.

The same rules are written down for the browser in `tokenizer_files.py`; `compare.mjs` holds that both agree.
"""
import re
import unicodedata
from collections import Counter, defaultdict

PAD, UNK, CLS, SEP, MASK = SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LONGEST = 64
LONGEST_BEFORE = 24
LONGEST_WORD = 100

HAN = re.compile(
    "([\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0002a6df\U0002a700-\U0002b73f\U0002b740-\U0002b81f"
    "\U0002b820-\U0002ceaf\uf900-\ufaff\U0002f800-\U0002fa1f])"
)
LATIN = re.compile("[a-z]+$")
ASCII_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def is_punctuation(character):
    """What stands alone as a token: all ASCII marks, and Unicode's category P."""
    return character in ASCII_PUNCTUATION or unicodedata.category(character).startswith("P")


def normalise(text):
    """NFKC, then what a BERT normaliser does: control characters out, Han characters apart, lower case, no accents."""
    text = unicodedata.normalize("NFKC", text)
    kept = []
    for character in text:
        if character in "\t\n\r" or character.isspace():
            kept.append(" ")
        elif character not in "\0\ufffd" and unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs"):
            kept.append(character)
    text = HAN.sub(r" \1 ", "".join(kept)).lower()
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")


def words(text):
    """Splits normalised text: at blanks, around every mark, around every digit."""
    found = []
    for word in text.split():
        current = ""
        for character in word:
            if is_punctuation(character) or character in "0123456789":
                if current:
                    found.append(current)
                    current = ""
                found.append(character)
            else:
                current += character
        if current:
            found.append(current)
    return found


class Tokenizer:
    """Numbers for texts, over a list of tokens whose place is their number."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.number = {token: at for at, token in enumerate(tokens)}
        self.pad, self.unk, self.cls, self.sep, self.mask = (self.number[name] for name in SPECIALS)
        self.known = {}

    @staticmethod
    def read(path):
        with open(path, encoding="utf-8") as file:
            return Tokenizer(file.read().split("\n")[:-1])

    def pieces(self, word):
        """Longest match first; a word with an unknown part is unknown as a whole."""
        if word in self.known:
            return self.known[word]
        numbers, start = [], 0
        while start < len(word) and len(word) <= LONGEST_WORD:
            end = len(word)
            while end > start and ("##" if start else "") + word[start:end] not in self.number:
                end -= 1
            if end == start:
                numbers = []
                break
            numbers.append(self.number[("##" if start else "") + word[start:end]])
            start = end
        result = numbers or [self.unk]
        self.known[word] = result
        return result

    def bare(self, text):
        """Token numbers without the marks around them."""
        return [number for word in words(normalise(text)) for number in self.pieces(word)]

    def encode(self, text, before=None, longest=LONGEST):
        """Token numbers and segment numbers. Of `before` the end is kept, of the text the beginning."""
        if not before:
            numbers = [self.cls] + self.bare(text)[: longest - 2] + [self.sep]
            return numbers, [0] * len(numbers)
        first = [self.cls] + self.bare(before)[-min(LONGEST_BEFORE, longest // 2 - 3):] + [self.sep]
        second = self.bare(text)[: longest - len(first) - 1] + [self.sep]
        return first + second, [0] * len(first) + [1] * len(second)


def learn_pieces(counts, wanted, least=2):
    """Joins the most frequent neighbours, over and over, until `wanted` new pieces exist. `counts`: word to frequency."""
    splits, frequency = [], []
    for word, count in sorted(counts.items()):
        if len(word) > 1:
            splits.append([word[0]] + ["##" + letter for letter in word[1:]])
            frequency.append(count)
    pairs, where = Counter(), defaultdict(set)
    for at, split in enumerate(splits):
        for pair in zip(split, split[1:]):
            pairs[pair] += frequency[at]
            where[pair].add(at)
    learnt, seen = [], set()
    while len(learnt) < wanted and pairs:
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        if pairs[best] < least:
            break
        joined = best[0] + best[1][2:]
        if joined not in seen:
            seen.add(joined)
            learnt.append(joined)
        for at in list(where[best]):
            split = splits[at]
            for pair in zip(split, split[1:]):
                pairs[pair] -= frequency[at]
            renewed, place = [], 0
            while place < len(split):
                if place + 1 < len(split) and (split[place], split[place + 1]) == best:
                    renewed.append(joined)
                    place += 2
                else:
                    renewed.append(split[place])
                    place += 1
            splits[at] = renewed
            for pair in zip(renewed, renewed[1:]):
                pairs[pair] += frequency[at]
                where[pair].add(at)
        pairs.pop(best, None)
        where.pop(best, None)
    return learnt


def gb2312():
    """The 3755 most used characters by the national standard of 1980: known whatever the training text is."""
    return [bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)
            if not (high == 0xD7 and low > 0xF9)]


def learn_vocabulary(texts, size, most_han=5300, most_others=260):
    """The list of tokens for (text, weight) pairs: marks and digits, Han characters, other signs, English pieces."""
    characters, latin = Counter(), Counter()
    for text, weight in texts:
        for word in words(normalise(text)):
            if LATIN.match(word):
                latin[word] += weight
            else:
                for character in word:
                    characters[character] += weight
    han = {character: count for character, count in characters.items() if HAN.match(character)}
    for character in gb2312():
        han[character] = han.get(character, 0) + 3
    han = [character for character, count in sorted(han.items(), key=lambda item: (-item[1], item[0])) if count >= 3]
    letters = "abcdefghijklmnopqrstuvwxyz"
    fixed = SPECIALS + list("0123456789") + list(ASCII_PUNCTUATION) + list(letters) + ["##" + c for c in letters]
    others = [c for c, count in sorted(characters.items(), key=lambda item: (-item[1], item[0]))
              if count >= 15 and c not in fixed and not HAN.match(c)][:most_others]
    signs = [form for c in others for form in ([c] if is_punctuation(c) else [c, "##" + c])]
    tokens = fixed + signs + han[: min(most_han, max(0, size - len(fixed) - len(signs)))]
    whole = Counter({word: int(count) or 1 for word, count in latin.items() if len(word) < 20})
    return tokens + learn_pieces(whole, size - len(tokens))
