/// The plain words that others lead to, English and Chinese, by what they say about a picture.
package enum BasicWords {
    package enum Aspect: CaseIterable, Sendable {
        case thing, colour, count, size, setting, time, style, palette, place, dress
    }

    package struct Word: Sendable, Equatable {
        package let english: String
        package let chinese: String
        package let aspect: Aspect
    }

    package static let all: [Word] = table.flatMap { aspect, text in
        text.split(separator: ",").map { pair in
            let parts = pair.split(separator: "=").map { $0.split { $0 == " " || $0 == "\n" }.joined(separator: " ") }
            return Word(english: parts[0], chinese: parts[1], aspect: aspect)
        }
    }

    package static let byEnglish = Dictionary(all.map { ($0.english, $0) }) { first, _ in first }

    private static let table: [(Aspect, String)] = [
        (
            .thing,
            """
            circle=圆形, square=正方形, triangle=三角形, star=星星, heart=爱心, cat=猫, dog=狗, rabbit=兔子, fish=鱼, bird=鸟, butterfly=蝴蝶, tree=树,
            flower=花, mushroom=蘑菇, cactus=仙人掌, apple=苹果, cup=杯子, chair=椅子, umbrella=雨伞, balloon=气球, house=房子, castle=城堡, car=汽车,
            boat=船, rocket=火箭, sun=太阳, moon=月亮, cloud=云, man=男人, woman=女人, person=人, face=脸
            """
        ),
        (
            .colour,
            """
            red=红色, orange=橙色, yellow=黄色, green=绿色, blue=蓝色, purple=紫色, pink=粉色, brown=棕色, black=黑色, white=白色, grey=灰色,
            turquoise=青色
            """
        ),
        (.count, "one=一个, two=两个, three=三个, four=四个, five=五个, many=许多"),
        (.size, "small=小, medium=中等, large=大"),
        (
            .setting,
            """
            sea=海上, beach=海边, meadow=草地, forest=森林, mountains=山里, desert=沙漠, city=城市, street=街上, room=房间, kitchen=厨房, space=太空,
            plain=纯色, background=背景
            """
        ),
        (.time, "day=白天, night=夜晚, sunset=日落, rain=下雨, snow=下雪"),
        (.style, "flat=扁平插画, line art=线描, neon=霓虹, paper cut=剪纸"),
        (.palette, "pastel=柔和色调, vivid=鲜艳, monochrome=黑白, warm=暖色调, cold=冷色调"),
        (
            .place,
            """
            left=左边, right=右边, above=上方, below=下方, on=上面, in front of=前面, behind=后面, between=之间, beside=旁边, centre=中间, top=顶部,
            bottom=底部, corner=角落
            """
        ),
        (.dress, "wearing=戴着, glasses=眼镜, hat=帽子, clothes=衣服, hair=头发"),
    ]
}
