"""What there is to train on: the product's own rows, and public sets from a data folder where it is there."""
import json
import random
import re
from pathlib import Path

HOLES = (
    (re.compile(r"https?://\S+|#E-s\[?数字x\]?|\ufeff|<[a-z/][^>]{0,40}>|&nbsp;"), " "),
    (re.compile(r"\[ORDERID_\d+\]"), "订单号"),
    (re.compile(r"\[姓名x\]"), "小李"),
)
NUMBER = re.compile(r"\[(?:数字|金额|电话|日期|时间)x\]")

# name, fields holding text, how often a row is read in one pass of pretraining, language, licence as its source states it
PUBLIC = {
    "pairs-bq-dev": (("a", "b"), 1.5, "zh", "none stated"),
    "pairs-afqmc-train": (("a", "b"), 1.0, "zh", "none stated"),
    "pairs-atec-train": (("a", "b"), 1.0, "zh", "none stated"),
    "pairs-lcqmc-dev": (("a", "b"), 0.8, "zh", "none stated"),
    "queries-oppo-unlabelled": (("text",), 0.5, "zh", "none stated"),
    "service-jddc-valid": (("user", "agent_reply"), 2.0, "zh", "MIT (repository)"),
    "service-jddc-contexts": (("context", "reply"), 1.0, "zh", "none stated"),
    "sentiment-waimai": (("text",), 0.6, "zh", "none stated"),
    "sentiment-online-shopping": (("text",), 0.25, "zh", "none stated"),
    "sentiment-eprstmt-unlabelled": (("text",), 0.4, "zh", "none stated"),
    "sentiment-eprstmt-few": (("text",), 1.0, "zh", "none stated"),
    "sentiment-nlpcc2014": (("text",), 0.25, "zh", "none stated"),
    "emotion-smp2020-usual": (("text",), 0.4, "zh", "Apache-2.0 (repository)"),
    "emotion-smp2020-virus": (("text",), 0.2, "zh", "Apache-2.0 (repository)"),
    "intent-smp2017": (("text",), 1.0, "zh", "none stated"),
    "intent-smp2019": (("text",), 1.0, "zh", "none stated"),
    "intent-banking77-train": (("text",), 1.5, "en", "CC BY 4.0"),
    "intent-clinc150-train": (("text",), 0.8, "en", "CC BY 3.0"),
    "intent-hwu64": (("text",), 0.6, "en", "CC BY 4.0 (upstream)"),
    "intent-bitext": (("text",), 1.0, "en", "CDLA-Sharing 1.0"),
    "intent-multidogo": (("text",), 0.25, "en", "CDLA-Permissive 1.0"),
}

# What an assistant is asked for that this product does not serve: more material for out-of-scope, by set and label.
OUTSIDE = {
    "intent-smp2017": lambda label: label not in ("chat", "calc"),
    "intent-smp2019": lambda label: True,
    "intent-hwu64": lambda label: label.split("_")[0] in
    ("alarm", "audio", "calendar", "cooking", "iot", "lists", "music", "news", "play", "recommendation", "transport", "weather"),
    "intent-clinc150-train": lambda label: label in set(
        "alarm calculator calories carry_on cook_time current_location date definition directions distance flip_coin "
        "food_last fun_fact gas how_busy ingredient_substitution ingredients_list jump_start make_call meal_suggestion "
        "meaning_of_life measurement_conversion meeting_schedule mpg next_song nutrition_info oil_change_how play_music "
        "plug_type pto_request recipe reminder restaurant_reviews restaurant_suggestion roll_dice rollover_401k "
        "schedule_meeting shopping_list smart_home spelling tell_joke text time timer timezone tire_change tire_pressure "
        "todo_list traffic translate travel_suggestion uber update_playlist vaccines w2 weather what_song".split()),
}


def clean(text, chance):
    """A text without addresses, page code and masks; a masked number becomes some number."""
    for pattern, instead in HOLES:
        text = pattern.sub(instead, text)
    text = NUMBER.sub(lambda _: str(chance.randint(1, 10 ** chance.choice((1, 2, 4)))), text)
    return " ".join(text.split())


def read_lines(path):
    """Rows of a file of JSON lines; none where it is missing."""
    if not path.exists():
        return []
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def write_lines(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def read_public(folder, at_most=None):
    """Rows of every public set by name, each cleaned, none twice. Says which are missing."""
    found, missing = {}, []
    for name, (fields, *_) in PUBLIC.items():
        rows = read_lines(Path(folder) / f"{name}.jsonl")
        if not rows:
            missing.append(f"{name}.jsonl")
            continue
        chance, seen, kept = random.Random(name), set(), []
        for row in rows[:at_most]:
            for field in fields:
                row[field] = clean(row.get(field) or "", chance)
            key = tuple(row[field] for field in fields)
            if any(key) and key not in seen:
                seen.add(key)
                kept.append(row)
        found[name] = kept
    if missing:
        print(f"not in {folder}: {', '.join(missing)}; training goes on without", flush=True)
    return found


def own_rows(work):
    """The product's own utterances and turns, as `prepare.ts` wrote them, without those that only measuring may see."""
    intents, moods = (read_lines(Path(work) / f"{name}.jsonl") for name in ("intents", "moods"))
    if not intents:
        raise SystemExit(f"{work}/intents.jsonl is missing: run node models/train/prepare.ts {work} first")
    labels = list(dict.fromkeys(row["intent"] for row in intents))
    if labels[-1] != "out-of-scope":
        raise SystemExit("the last label of intents.jsonl is not out-of-scope")
    keep = lambda rows: [row for row in rows if row["split"] in ("train", "validation")]
    return keep(intents), keep(moods), labels


# Families and intents in which people are often upset: never taken for neutral without a label that says so.
UPSET_FAMILY = re.compile("急|怒|气|愤|不满|抱怨|annoy|angry|urgent|worr|upset")
UPSET_INTENT = set(
    "complaint praise public-complaint thanks damaged-or-faulty wrong-or-missing urge-shipment suggestion bill-dispute "
    "unknown-transaction fraud-suspicion app-fault broadband-fault mobile-signal sign-in-problem request-person deny "
    "chit-chat payment-problem refund-progress account-frozen service-suspension affirm out-of-scope".split())
REVIEW_MOOD = {"negative": "negative", "positive": "positive", "neutral": "neutral",
               "angry": "negative", "sad": "negative", "fear": "negative", "happy": "positive"}
SOME_ANGER, NO_WORD = 4, -1


def calm_rows(intents, public):
    """Service questions that can be taken for neutral: review models call them negative, so many are needed."""
    rows = [{"text": row["text"], "mood": "neutral", "anger": 0} for row in intents
            if row["intent"] not in UPSET_INTENT and not UPSET_FAMILY.search(row["family"].split("/", 1)[1])]
    for name, field, step in (("pairs-bq-dev", "a", 3), ("pairs-afqmc-train", "a", 9), ("pairs-atec-train", "a", 9),
                              ("intent-bitext", "text", 8), ("intent-banking77-train", "text", 6)):
        rows += [{"text": row[field], "mood": "neutral", "anger": 0} for row in public.get(name, [])[::step]]
    rows += [{"text": row["user"], "before": row["agent_reply"] if turn % 2 else None, "mood": "neutral", "anger": 0}
             for turn, row in enumerate(public.get("service-jddc-valid", [])) if row.get("sat") == 1 and row["user"]]
    return rows


def review_rows(public):
    """Reviews and posts with a mood; anger is told only where the set says angry (how much is not known) or content."""
    rows = []
    for name in ("sentiment-online-shopping", "sentiment-waimai", "sentiment-eprstmt-few", "emotion-smp2020-usual",
                 "emotion-smp2020-virus"):
        for row in public.get(name, []):
            mood = REVIEW_MOOD.get(row["label"])
            if mood and row["text"]:
                anger = SOME_ANGER if row["label"] == "angry" else NO_WORD if mood == "negative" else 0
                rows.append({"text": row["text"][:60], "mood": mood, "anger": anger})
    return rows


def outside_rows(public):
    """Texts that are out of scope by the label that a public set gave them."""
    return [{"text": row["text"], "language": PUBLIC[name][2]} for name, take in OUTSIDE.items()
            for row in public.get(name, []) if take(row["intent"])]
