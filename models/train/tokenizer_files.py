"""The tokenizer and the configuration as files that a browser's library reads."""
import json

from tokens import LONGEST, SPECIALS


def tokenizer_json(tokens):
    """The rules of `tokens.py` in the format of Hugging Face's fast tokenizers, version 1.0."""
    number = {token: at for at, token in enumerate(tokens)}
    special = lambda name: {"SpecialToken": {"id": name, "type_id": 0}}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": number[name], "content": name, "single_word": False, "lstrip": False, "rstrip": False,
             "normalized": False, "special": True} for name in SPECIALS],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFKC"},
            {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": True, "lowercase": True}]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "BertPreTokenizer"}, {"type": "Digits", "individual_digits": True}]},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [special("[CLS]"), {"Sequence": {"id": "A", "type_id": 0}}, special("[SEP]")],
            "pair": [special("[CLS]"), {"Sequence": {"id": "A", "type_id": 0}}, special("[SEP]"),
                     {"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
            "special_tokens": {name: {"id": name, "ids": [number[name]], "tokens": [name]} for name in ("[CLS]", "[SEP]")}},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": number},
    }


def configuration(size, labels, heats):
    """BERT's configuration. What this product adds stands under `evenkeel`: its other outputs and how to read them."""
    return {
        "model_type": "bert", "architectures": ["BertForSequenceClassification"], "vocab_size": size["vocabulary"],
        "hidden_size": size["hidden"], "num_hidden_layers": size["layers"], "num_attention_heads": size["heads"],
        "intermediate_size": size["ffn"], "max_position_embeddings": size["positions"], "type_vocab_size": 2,
        "hidden_act": "gelu", "hidden_dropout_prob": size["dropout"], "attention_probs_dropout_prob": 0.0,
        "layer_norm_eps": 1e-5, "pad_token_id": 0, "problem_type": "single_label_classification",
        "id2label": {str(at): label for at, label in enumerate(labels)},
        "label2id": {label: at for at, label in enumerate(labels)},
        "evenkeel": {"mood": ["negative", "neutral", "positive"], "anger": [0, 1, 2, 3], "sentence": size["hidden"], "temperature": heats},
    }


def write_files(folder, tokens, size, labels, heats):
    """Everything beside the network itself."""
    specials = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token", "mask_token"), SPECIALS))
    settings = {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "tokenize_chinese_chars": True, "strip_accents": True,
                "model_max_length": LONGEST, "clean_up_tokenization_spaces": True, **specials}
    files = {"tokenizer.json": tokenizer_json(tokens), "config.json": configuration(size, labels, heats),
             "tokenizer_config.json": settings, "special_tokens_map.json": specials}
    for name, content in files.items():
        close = {"separators": (",", ":")} if name == "tokenizer.json" else {"indent": 2}
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, **close) + "\n", encoding="utf-8")
