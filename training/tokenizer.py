"""Text to tokens: the longest form that the vocabulary knows, word by word in English, character by character in Chinese."""

import json
import pathlib
import re

PIECES = re.compile(r"[a-z0-9']+|[\u3400-\u9fff]+")
LONGEST = 5   # words in an English form


class Tokenizer:
    def __init__(self, path=pathlib.Path(__file__).with_name("vocabulary.json")):
        stored = json.loads(pathlib.Path(path).read_text())
        self.limit, self.tokens = stored["limit"], stored["tokens"]
        self.forms = {form: [int(i) for i in ids.split()] for form, ids in stored["forms"].items()}
        self.reach = max(len(f) for f in self.forms)

    def encode(self, text):
        """The tokens, begin first, and the words that were left out because nobody taught them."""
        ids, unknown = [1], []
        words = PIECES.findall(text.lower().replace("-", " "))
        i = 0
        while i < len(words):
            if words[i][0] >= "\u3400":
                self._chinese(words[i], ids, unknown)
                i += 1
            else:
                i += self._english(words, i, ids, unknown)
        return ids[: self.limit], unknown

    def _english(self, words, i, ids, unknown):
        for n in range(min(LONGEST, len(words) - i), 0, -1):
            form = " ".join(words[i : i + n])
            if form in self.forms:
                ids += self.forms[form]
                return n
        unknown.append(words[i])
        return 1

    def _chinese(self, text, ids, unknown):
        i = 0
        while i < len(text):
            for n in range(min(self.reach, len(text) - i), 0, -1):
                if text[i : i + n] in self.forms:
                    ids += self.forms[text[i : i + n]]
                    break
            else:
                n = 1
                unknown.append(text[i])
            i += n
