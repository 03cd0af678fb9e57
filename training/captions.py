"""Says a scene in words, English or Chinese, each time another way."""

import random

from renderer.layout import COLOURS as ALL_COLOURS
from renderer.things import KINDS
from words import COLOURS, NOUNS, NUMBERS, PALETTES, SETTINGS, SIZES, STYLES, TIMES

PEOPLE = ("man", "woman")
INSIDE = {"sea": "at in on", "beach": "on at", "meadow": "in on", "forest": "in", "mountains": "in", "desert": "in", "city": "in", "street": "on in", "room": "in", "kitchen": "in", "space": "in"}
INSIDE_ZH = {"sea": ("大海上", "海面上", "海上"), "beach": ("沙滩上", "海边", "海滩上"), "meadow": ("草地上", "草原上", "田野里"), "forest": ("森林里", "树林里"), "mountains": ("山里", "群山间" , "山间"),
             "desert": ("沙漠里", "沙漠中"), "city": ("城市里", "城里", "都市里"), "street": ("街道上", "街上", "马路上"), "room": ("房间里", "客厅里", "卧室里"), "kitchen": ("厨房里", "厨房"), "space": ("太空里", "宇宙里", "太空中")}
PLACES = {"left": ("on the left", "on the left side"), "right": ("on the right", "on the right side"), "top": ("at the top", "in the upper part"), "bottom": ("at the bottom", "in the lower part"),
          "centre": ("in the centre", "in the middle", "in the center")} | {f"{a} {b}": (f"in the {a} {b} corner", f"at the {a} {b}", f"{a} {b}") for a in ("top", "bottom") for b in ("left", "right")}
PLACES_ZH = {"left": ("左边", "左侧"), "right": ("右边", "右侧"), "top": ("顶部", "上方"), "bottom": ("底部", "下方"), "centre": ("中间", "中央"),
             "top left": ("左上角",), "top right": ("右上角",), "bottom left": ("左下角",), "bottom right": ("右下角",)}


def caption(scene, seed, language=None, silent_on=None):
    """`silent_on`: things or style, where a reference picture shows them in the words' place."""
    v = random.Random(seed)
    language = language or v.choice(["en", "zh"])
    return (English if language == "en" else Chinese)(scene, v, silent_on).text()


class Speaker:
    """What both languages decide alike: what is worth saying. What the eye cannot see is never said."""

    def __init__(self, scene, v, silent_on=None):
        self.scene, self.v, self.silent_on = scene, v, silent_on
        self.say_setting = v.random() < (0.3 if scene.setting == "plain" else 0.97)
        self.say_time = v.random() < (0.2 if scene.time == "day" else 0.97) and scene.setting not in ("plain", "space")
        self.say_style = v.random() < (0.4 if scene.style == "flat" else 0.97)
        self.say_palette = scene.palette != "natural" and v.random() < 0.97
        self.say_ground = scene.ground and scene.style in ("flat", "paper") and scene.palette != "monochrome" and v.random() < 0.85
        self.say_relation = v.random() < 0.96
        if not scene.things:
            self.say_setting = True
        if silent_on == "style":
            self.say_style = self.say_palette = False

    def colour(self, thing):
        if self.scene.palette == "monochrome" and thing.colour not in ("black", "white", "grey"):
            return None
        said = self.v.random() < (0.55 if thing.colour in KINDS[thing.kind].natural else 0.97)
        return thing.colour if said else None

    def size(self, thing):
        return thing.size if thing.size and self.v.random() < 0.93 else None

    def noun(self, kind):
        return "person" if kind in PEOPLE and self.v.random() < 0.15 else kind

    def phrases(self):
        return [self.group(self.scene.things[first], count) for first, count in self.scene.groups]

    def choose(self, text):
        """Mostly the plain word, which stands first, else any of its synonyms."""
        options = text.split("|")
        return options[0] if self.v.random() < 0.5 else self.v.choice(options)


class English(Speaker):
    def group(self, thing, count):
        v, kind = self.v, self.noun(thing.kind)
        one, many = NOUNS[kind][0].split(), NOUNS[kind][1].split()
        colour, size = self.colour(thing), self.size(thing)
        hue = self.choose(COLOURS[colour][0]) if colour else None
        adjectives = [self.choose(SIZES[size][0])] if size else []
        tail = ""
        if kind == "face" and hue:
            tail, hue = f" with {hue} hair", None
        elif kind in ("man", "woman", "person") and hue and v.random() < 0.6:
            tail, hue = f" in {'a ' if count == 1 else ''}{hue} {'dress' if thing.kind == 'woman' else 'shirt'}" if v.random() < 0.5 else f" in {hue}", None
        if hue:
            adjectives.append(hue)
        if count == 1 and v.random() < 0.08:
            adjectives.insert(0, v.choice(["cute", "beautiful", "nice"]))
        noun = (one if count == 1 else many)[0] if v.random() < 0.6 else v.choice(one if count == 1 else many)
        if thing.kind == "fish" and count > 1:
            noun = v.choice(["fish", "fishes"])
        words = " ".join(adjectives + [noun])
        if count == 1:
            head = "one" if v.random() < 0.08 else "the" if v.random() < 0.08 else "" if v.random() < 0.12 else "an" if words[0] in "aeiou" else "a"
        else:
            head = v.choice(["several", "some", "many"]) if count >= 3 and v.random() < 0.05 else self.choose(NUMBERS[str(count)][0]) if v.random() < 0.8 else str(count)
        if thing.extras and v.random() < 0.95:
            tail += self.v.choice([" with ", " wearing "]) + " and ".join({"glasses": "glasses", "hat": "a hat"}[e] for e in thing.extras)
        return f"{head} {words}{tail}".strip()

    def things(self):
        v, p, relation = self.v, self.phrases(), self.scene.relation
        if len(p) == 1:
            place = self.scene.things[0].place
            if not place or v.random() > 0.96:
                return p[0]
            where = v.choice(PLACES[place])
            return f"{p[0]} {where}" if v.random() < 0.8 else f"{where}, {p[0]}"
        if len(p) == 2:
            a, b = p
            if not self.say_relation or relation == "beside":
                first, second = v.sample([a, b], 2)
                return first + v.choice([" and ", " and ", " next to ", " beside ", " with "]) + second
            return v.choice({
                "left": [f"{a} to the left of {b}", f"{a} left of {b}", f"{a} on the left of {b}", f"{b} to the right of {a}", f"{a} on the left and {b} on the right", f"to the left of {b} there is {a}"],
                "right": [f"{a} to the right of {b}", f"{a} right of {b}", f"{a} on the right of {b}", f"{b} to the left of {a}", f"{a} on the right and {b} on the left", f"to the right of {b} there is {a}"],
                "above": [f"{a} above {b}", f"{a} over {b}", f"{b} below {a}", f"above {b} there is {a}"],
                "below": [f"{a} below {b}", f"{a} under {b}", f"{b} above {a}", f"{a} beneath {b}"],
                "on": [f"{a} on {b}", f"{a} on top of {b}", f"{a} standing on {b}", f"{a} sitting on {b}"],
                "front": [f"{a} in front of {b}", f"{b} behind {a}"],
            }[relation])
        a, b, c = p
        if relation == "between" and self.say_relation:
            b, c = v.sample([b, c], 2)
            return v.choice([f"{a} between {b} and {c}", f"between {b} and {c} there is {a}"])
        a, b, c = v.sample(p, 3)
        return f"{a}, {b} and {c}"

    def where(self):
        s, v = self.scene, self.v
        out = []
        if s.setting == "plain":
            if self.say_ground:
                colour = self.choose(COLOURS[s.ground][0])
                out.append(v.choice([f"on a {colour} background", f"{colour} background", f"on a plain {colour} background"]))
            elif self.say_setting and not s.ground:
                out.append(f"{v.choice(['on a ', ''])}{self.choose('plain|simple')} background")
            return out
        when = self.choose(TIMES[s.time][0]) if self.say_time else None
        if self.say_setting:
            place = self.choose(SETTINGS[s.setting][0])
            inside = v.choice(INSIDE[s.setting].split())
            article = "" if place == "space" or place == "outer space" else v.choice(["a ", "the "])
            if when in ("rainy", "snowy", "sunny"):
                return [f"{inside} {article}{when} {place}"]
            out.append(f"{inside} {article}{place}")
        if when:
            plain = when if when.startswith(("at ", "by ")) or when in ("raining", "snowing", "rainy", "snowy", "sunny", "rainy day", "snowy day") else {"day": "during the ", "night": "at ", "sunset": "at ", "rain": "in the ", "snow": "in the "}[s.time] + when
            out.append(plain if v.random() < 0.8 else when)
        return out

    def text(self):
        v, s = self.v, self.scene
        body = self.where() if self.silent_on == "things" or not s.things else [self.things()] + self.where()
        if len(body) > 1 and v.random() < 0.2:
            body = body[1:] + [body[0]]
            text = ", ".join(body)
        else:
            text = " ".join(body) if v.random() < 0.7 else ", ".join(body)
        looks = []
        if self.say_style:
            style = self.choose(STYLES[s.style][0])
            looks.append(v.choice([style, f"{style} style", f"in {style} style"]))
        if self.say_palette:
            looks.append(self.choose(PALETTES[s.palette][0]))
        v.shuffle(looks)
        if looks and v.random() < 0.25:
            text = ", ".join(looks) + v.choice([", ", " picture of ", " illustration of "]) + text
        elif looks:
            text += ", " + ", ".join(looks)
        if v.random() < 0.1:
            text = v.choice(["a picture of ", "please draw ", "draw ", "an illustration of "]) + text
        return text


class Chinese(Speaker):
    def group(self, thing, count):
        v, kind = self.v, self.noun(thing.kind)
        nouns, measures = NOUNS[kind][2].split(), NOUNS[kind][3].split()
        noun = nouns[0] if v.random() < 0.6 else v.choice(nouns)
        colour, size = self.colour(thing), self.size(thing)
        hue = self.hue(colour) if colour else ""
        text = ""
        if thing.extras and v.random() < 0.95:
            text += v.choice(["戴", "戴着"]) + "和".join({"glasses": "眼镜", "hat": "帽子"}[e] for e in thing.extras) + "的"
        if size:
            text += v.choice({"small": ["小小的", "很小的", "小"], "medium": ["中等大小的"], "large": ["大大的", "很大的", "巨大的", "大"]}[size])
        if kind == "face" and hue:
            text += hue + "头发的"
        elif kind in ("man", "woman", "person") and hue and v.random() < 0.6:
            text += v.choice(["穿", "穿着"]) + hue + v.choice(["裙子" if thing.kind == "woman" else "上衣", "衣服"]) + "的"
        else:
            text += hue + (v.choice(["的", ""]) if hue else "")
        if count == 1:
            head = "一" + v.choice(measures) if v.random() < 0.85 else ""
        elif count >= 3 and v.random() < 0.05:
            head = v.choice(["一些", "几" + measures[0], "许多"])
        else:
            head = self.choose(NUMBERS[str(count)][1]) + v.choice(measures)
        return head + text + noun

    def hue(self, colour):
        return self.choose(COLOURS[colour][1]) + ("色" if self.v.random() < 0.85 else "")

    def things(self):
        v, p, relation = self.v, self.phrases(), self.scene.relation
        if len(p) == 1:
            place = self.scene.things[0].place
            if not place or v.random() > 0.96:
                return p[0]
            where = v.choice(PLACES_ZH[place])
            return v.choice([f"{p[0]}在{where}", f"{where}有{p[0]}", f"{where}的{p[0]}", f"{p[0]}，在{where}"])
        if len(p) == 2:
            a, b = p
            if not self.say_relation or relation == "beside":
                first, second = v.sample([a, b], 2)
                return v.choice([f"{first}和{second}", f"{first}与{second}", f"{first}旁边有{second}", f"{first}在{second}旁边", f"{first}和{second}"])
            near, far = {"left": (("左边", "左侧"), ("右边", "右侧")), "right": (("右边", "右侧"), ("左边", "左侧")), "above": (("上方",), ("下方", "下面")), "below": (("下方", "下面", "底下"), ("上方",)),
                         "on": (("上面", "上", "顶上"), None), "front": (("前面", "前方"), ("后面", "后方"))}[relation]
            x = v.choice(near)
            ways = [f"{a}在{b}的{x}", f"{a}在{b}{x}", f"{b}的{x}有{a}", f"{b}{x}有{a}"]
            if far:
                ways.append(f"{b}在{a}的{v.choice(far)}")
            if relation in ("left", "right"):
                ways.append(f"{x}是{a}，{v.choice(far)}是{b}")
            return v.choice(ways)
        a, b, c = p
        if relation == "between" and self.say_relation:
            b, c = v.sample([b, c], 2)
            return v.choice([f"{a}在{b}和{c}之间", f"{b}和{c}之间有{a}", f"{a}在{b}和{c}中间"])
        a, b, c = v.sample(p, 3)
        return f"{a}、{b}和{c}"

    def where(self):
        s, v = self.scene, self.v
        if s.setting == "plain":
            if self.say_ground:
                return "", v.choice(["", "纯"]) + self.hue(s.ground) + v.choice(["背景", "的背景"])
            return "", v.choice(["纯色背景", "简单的背景", "简单背景"]) if self.say_setting and not s.ground else ""
        when = self.choose(TIMES[s.time][1]) if self.say_time else ""
        where = v.choice(INSIDE_ZH[s.setting]) if self.say_setting else ""
        return when, where

    def text(self):
        v, s = self.v, self.scene
        things, (when, where) = self.things() if s.things else "", self.where()
        if self.silent_on == "things" or not s.things:
            text = when + where
        elif s.setting == "plain":
            text = things + (("，" + where) if where else "") if v.random() < 0.7 or not where else where + "，" + things
        else:
            frame = when + ("的" if when and where and v.random() < 0.6 else "") + where
            if not frame:
                text = things
            else:
                text = v.choice([f"{frame}有{things}" if self.scene.relation in (None, "beside") else f"{frame}，{things}", f"{things}，{frame}", f"{frame}，{things}", f"{things}，在{frame}" if where else f"{things}，{frame}"])
        looks = []
        if self.say_style:
            looks.append(self.choose(STYLES[s.style][1]) + v.choice(["风格", "", "画风"]))
        if self.say_palette:
            looks.append(self.choose(PALETTES[s.palette][1]))
        v.shuffle(looks)
        if looks and v.random() < 0.25:
            text = "，".join(looks) + "，" + text
        elif looks:
            text += "，" + "，".join(looks)
        return v.choice(["画", "请画"]) + text if v.random() < 0.08 else text
