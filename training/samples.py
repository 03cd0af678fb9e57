"""Draws fixed prompts with a checkpoint, for the eye: python samples.py runs/trunk.pt runs/composer.pt OUT.png [scale] [steps]"""

import sys

import torch

from composer import Composer
from model import Ember
from sampling import draw
from sheet import sheet
from tokenizer import Tokenizer

PROMPTS = """a red cat in a meadow
a blue dog on the beach, flat illustration
three red mushrooms in a forest
a yellow flower in the top left corner
two green apples in the kitchen
a purple house in the mountains at night
a white rabbit to the left of an orange cat
a red car on the street in the rain
a castle in the desert at sunset
a pink heart above a blue star
five yellow stars on a black background
a boat on the sea at sunset
a woman in a red dress in the city
a face with blue hair and glasses
a turquoise umbrella in the snow
a green bird on a brown house
a rocket in space, neon
a black cat in a room, line art
a butterfly and a flower, paper cut
an orange fish in the sea, paper cut
一只蓝色的猫在草地上
森林里有三朵红色的花
夜晚的城市，一辆黄色的汽车，霓虹风格
一座粉色的城堡，剪纸风格
一棵绿色的树在房子的左边
厨房里的红色茶杯
四个紫色的气球
一个穿绿色上衣的男人在街上
沙漠里的仙人掌，日落
太空里的月亮和火箭
雪地里的白色房子
一把椅子在房间里，线描
a large orange circle on a blue background
a green triangle below a red square
a small mushroom in front of a big tree
a grey cloud over a yellow boat
two dogs and one cat in a park
a sun with a pink cloud, pastel colors
a bird between two trees
a brown dog in the snow
""".strip().split("\n")


def load(path, kind=Ember):
    """The model with a checkpoint's averaged weights, and what the checkpoint says of itself."""
    stored = torch.load(path, map_location="cpu")
    model = kind(stored["config"])
    model.load_state_dict(stored["ema"])
    return model.eval(), stored


if __name__ == "__main__":
    (model, stored), (composer, _) = load(sys.argv[1]), load(sys.argv[2], Composer)
    torch.set_num_threads(1)
    side, options = stored["config"]["canvas"], [float(a) for a in sys.argv[4:]]
    pictures = draw(model, composer, Tokenizer(), PROMPTS, side, side, **dict(zip(("scale", "steps"), options[:1] + [int(o) for o in options[1:]])))
    sheet([p.repeat(2, 0).repeat(2, 1) for p in pictures], 8, PROMPTS).save(sys.argv[3])
    print(stored["step"], "steps,", stored["samples"], "samples")
