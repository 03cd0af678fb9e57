"""The words of Ember: for every token the English and Chinese forms that mean it. `python words.py` writes vocabulary.json.

Both languages share their tokens, so that what is learnt from one is known in the other; a new synonym needs no training.
"""

import json
import pathlib

STORED = pathlib.Path(__file__).with_name("vocabulary.json")
LIMIT = 48   # tokens of a prompt, the first included

# token: (English singulars, English plurals, Chinese nouns, Chinese measure words)
NOUNS = {
    "circle": ("circle ball disc", "circles balls discs", "圆形 圆圈 圆", "个"),
    "square": ("square", "squares", "正方形 方形 方块", "个"),
    "triangle": ("triangle", "triangles", "三角形 三角", "个"),
    "star": ("star", "stars", "星星 五角星", "颗 个"),
    "heart": ("heart", "hearts", "爱心 心形 心", "颗 个"),
    "cat": ("cat kitten kitty", "cats kittens kitties", "猫 猫咪 猫猫", "只"),
    "dog": ("dog puppy doggy hound", "dogs puppies hounds", "狗 狗狗 犬", "只 条"),
    "rabbit": ("rabbit bunny hare", "rabbits bunnies hares", "兔子 兔", "只"),
    "fish": ("fish goldfish", "fishes", "鱼 金鱼", "条"),
    "bird": ("bird sparrow birdie", "birds sparrows", "鸟 鸟儿 麻雀", "只"),
    "butterfly": ("butterfly", "butterflies", "蝴蝶", "只"),
    "tree": ("tree", "trees", "树 大树 树木", "棵"),
    "flower": ("flower blossom daisy", "flowers blossoms daisies", "花 花朵 鲜花", "朵"),
    "mushroom": ("mushroom toadstool", "mushrooms toadstools", "蘑菇", "个 朵"),
    "cactus": ("cactus", "cacti cactuses", "仙人掌", "棵 个"),
    "apple": ("apple", "apples", "苹果", "个"),
    "cup": ("cup mug teacup", "cups mugs teacups", "杯子 茶杯 咖啡杯 杯", "个"),
    "chair": ("chair seat", "chairs seats", "椅子", "把 张"),
    "umbrella": ("umbrella parasol", "umbrellas parasols", "雨伞 伞 阳伞", "把"),
    "balloon": ("balloon", "balloons", "气球", "个"),
    "house": ("house home cottage hut", "houses homes cottages huts", "房子 房屋 小屋 屋子", "座 栋"),
    "castle": ("castle fortress palace", "castles palaces", "城堡 宫殿", "座"),
    "car": ("car automobile", "cars automobiles", "汽车 轿车 车 车子", "辆"),
    "boat": ("boat ship sailboat", "boats ships sailboats", "船 帆船 小船", "艘 条"),
    "rocket": ("rocket spaceship", "rockets spaceships", "火箭 飞船", "枚 个"),
    "sun": ("sun", "suns", "太阳", "个 轮"),
    "moon": ("moon crescent", "moons", "月亮 月牙", "个 轮"),
    "cloud": ("cloud", "clouds", "云 云朵 白云", "朵"),
    "man": ("man boy guy", "men boys guys", "男人 男孩 男生", "个 位"),
    "woman": ("woman girl lady", "women girls ladies", "女人 女孩 女生 姑娘", "个 位"),
    "person": ("person human figure", "people persons humans", "人 人物", "个 位"),
    "face": ("face head portrait", "faces heads portraits", "脸 人脸 头像 面孔", "张 个"),
}
COLOURS = {
    "red": ("red|crimson|scarlet", "红"), "orange": ("orange", "橙|橘"), "yellow": ("yellow|golden", "黄"), "green": ("green", "绿"),
    "blue": ("blue", "蓝"), "purple": ("purple|violet", "紫"), "pink": ("pink", "粉|粉红"), "brown": ("brown", "棕|褐"),
    "black": ("black", "黑"), "white": ("white", "白"), "grey": ("grey|gray", "灰"), "turquoise": ("turquoise|teal|cyan", "青"),
}
NUMBERS = {"1": ("one|1|single", "一|1|一个"), "2": ("two|2|a pair of", "两|二|2"), "3": ("three|3", "三|3"), "4": ("four|4", "四|4"), "5": ("five|5", "五|5")}
SIZES = {"small": ("small|little|tiny", "小|小小"), "medium": ("medium|medium sized|mid sized", "中等大小|中等|中号"), "large": ("large|big|huge|giant", "大|巨大|大大")}
SETTINGS = {
    "sea": ("sea|ocean", "大海|海上|海面|海洋|海"), "beach": ("beach|seaside|shore", "沙滩|海滩|海边"), "meadow": ("meadow|field|grass|lawn", "草地|草原|田野|草坪"),
    "forest": ("forest|woods", "森林|树林"), "mountains": ("mountains|mountain|hills", "山|山里|山间|群山|大山"), "desert": ("desert", "沙漠"),
    "city": ("city|town|skyline", "城市|都市|城里"), "street": ("street|road", "街道|街上|马路|大街"), "room": ("room|living room|bedroom", "房间|客厅|卧室|屋里"),
    "kitchen": ("kitchen", "厨房"), "space": ("space|outer space|cosmos", "太空|宇宙"), "plain": ("plain|simple|solid", "纯|纯色|简单|纯净"),
}
TIMES = {
    "day": ("day|daytime|daylight|by day|sunny", "白天|晴天|日间"), "night": ("night|nighttime|at night|by night|starry night", "夜晚|晚上|夜里|夜间|夜"),
    "sunset": ("sunset|dusk|evening", "日落|黄昏|傍晚|夕阳"), "rain": ("rain|rainy|raining|rainy day", "下雨|雨天|雨中|雨"), "snow": ("snow|snowy|snowing|winter|snowy day", "下雪|雪天|雪中|雪地|冬天|雪"),
}
STYLES = {
    "flat": ("flat|flat design|flat illustration|flat vector", "扁平|扁平插画"), "line": ("line art|line drawing|lineart|outline drawing|sketch", "线描|线稿|简笔画|素描"),
    "neon": ("neon|neon light|neon lights|neon sign|glowing neon", "霓虹|霓虹灯"), "paper": ("paper cut|papercut|paper cutout|paper craft|cut paper", "剪纸|纸艺"),
}
PALETTES = {
    "pastel": ("pastel|pastel colors|pastel colours|soft colors", "柔和色调|粉彩|柔和"), "vivid": ("vivid|vivid colors|vivid colours|vibrant", "鲜艳|鲜艳色彩"),
    "monochrome": ("monochrome|black and white|grayscale|greyscale", "黑白|单色"), "warm": ("warm|warm colors|warm colours|warm tones", "暖色调|暖色"),
    "cold": ("cold|cold colors|cold colours|cool tones|cool colors", "冷色调|冷色"),
}
PLACES = {
    "left": ("left|left side|left hand side", "左边|左侧|左方|左"), "right": ("right|right side|right hand side", "右边|右侧|右方|右"),
    "above": ("above|over", "上方"), "below": ("below|under|beneath|underneath", "下方|下面|底下"), "on": ("on|on top of|atop|standing on|sitting on", "上面|上|顶上"),
    "front": ("in front of|before", "前面|前方|前"), "behind": ("behind", "后面|后方|后"), "between": ("between", "之间"), "beside": ("beside|next to|near|by|alongside", "旁边|旁|附近"),
    "centre": ("centre|center|middle", "中间|中央|中心|正中"), "top": ("top|upper", "顶部|上部"), "bottom": ("bottom|lower", "底部|下部"), "corner": ("corner", "角|角落"),
    "top left": ("top left|upper left", "左上"), "top right": ("top right|upper right", "右上"), "bottom left": ("bottom left|lower left", "左下"), "bottom right": ("bottom right|lower right", "右下"),
}
LINKS = {
    "a": ("a|an", ""), "and": ("and", "和|与|以及|还有"), "in": ("in|inside", "里|里面|内|中"), "at": ("at", "在|位于"), "with": ("with", "带着|带"), "of": ("of", ""),
    "has": ("there is|there are|has", "有|是"), "background": ("background|backdrop", "背景"), "hair": ("hair|haired", "头发|发"), "wearing": ("wearing|wears|dressed in", "戴着|戴|穿着|穿"),
    "glasses": ("glasses|spectacles", "眼镜"), "hat": ("hat|cap", "帽子|帽"), "clothes": ("clothes|shirt|dress|coat", "衣服|裙子|上衣"), "many": ("some|several|many|a few|lots of", "几|一些|许多|很多"),
}
# Words that say nothing about the picture.
SILENT = """the|this|that|is|are|it|its|to|side|color|colour|colored|coloured|style|styled|illustration|illustrated|drawing|picture|image|photo|painting|art|artwork|scene|view|
draw|draws|drawn|paint|show|shows|showing|please|me|i|want|would|like|a picture of|an image of|a drawing of|an illustration of|a painting of|picture of|image of|drawing of|illustration of|during|
colors|colours|tones|palette|cute|beautiful|nice|pretty|lovely|simple drawing|very|both|from|for|standing|sitting|my|your|their|there|sized|fluffy|happy|tones of|vector|
的|色|了|着|个|只|条|颗|朵|棵|把|张|座|栋|辆|艘|枚|轮|位|幅|请|画|画一|一幅画|一张图|图|图片|插画|风格|画风|可爱|漂亮|美丽|我|想|要|给|那里|这里|侧|大小|色彩|颜色|天|时|型|号|地方|站|坐|它|面|处|调|很|间|part""".replace("\n", "")


def lexicon():
    """Every token in order, and every form with the tokens it stands for. Tokens that are stored already keep their numbers, for weights know them by these."""
    tokens, forms = ["<pad>", "<begin>"], {}
    for token, (one, many, chinese, measures) in NOUNS.items():
        tokens.append(token)
        forms |= {w: [token] for w in one.split() + chinese.split()} | {w: [token, "many"] for w in many.split()}
    for table in (COLOURS, NUMBERS, SIZES, SETTINGS, TIMES, STYLES, PALETTES, PLACES, LINKS):
        for token, (english, chinese) in table.items():
            tokens.append(token)
            for form in filter(None, (english + "|" + chinese).split("|")):
                forms.setdefault(form, [token])
    forms |= {c + "色": [t] for t, (_, zh) in COLOURS.items() for c in zh.split("|")} | {form: [] for form in SILENT.split("|") if form not in forms}
    forms |= {"lady's": ["woman"], "上角": ["top", "corner"], "两边": ["beside"]}
    stored = json.loads(STORED.read_text())["tokens"] if STORED.exists() else []
    return stored + [t for t in tokens if t not in stored], forms


def vocabulary():
    tokens, forms = lexicon()
    return {"limit": LIMIT, "tokens": tokens, "forms": {form: " ".join(str(tokens.index(t)) for t in meant) for form, meant in sorted(forms.items())}}


if __name__ == "__main__":
    STORED.write_text(json.dumps(vocabulary(), ensure_ascii=False, indent=0) + "\n")
    print(len(vocabulary()["tokens"]), "tokens,", len(vocabulary()["forms"]), "forms")
